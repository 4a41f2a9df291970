/**
 * Takes a row at a time away, which comes back when its transaction is undone, and reads the rest by `readHistories`.
 * Returns how often it was refused with the series and the place. `next` draws numbers in [0, 1).
 */
export async function refusedDeletions(
  database,
  { series, deletions, next, readHistories, UnprovenWindowError },
) {
  const undone = new Error('undone');
  let named = 0;
  for (let i = 0; i < deletions; i += 1) {
    const name = series[Math.floor(next() * series.length)];
    const isFunding = name.includes(':funding');
    const [table, key] = isFunding ? ['funding_rate', 'settled_at_ms'] : ['candle', 'open_at_ms'];
    await database
      .transaction(async (tx) => {
        const id = await seriesId(tx, name);
        const times = await tx.rows(
          { columns: [key], from: `${table} WHERE series_id = $1`, orderBy: key },
          id,
        );
        const atMs = times[Math.floor(next() * times.length)][0];
        await tx.execute(`DELETE FROM ${table} WHERE series_id = $1 AND ${key} = $2`, id, atMs);
        const refusals = await readHistories(inside(tx)).then(
          () => [],
          (error) => {
            if (error instanceof UnprovenWindowError) return error.refusals;
            throw error;
          },
        );
        const isNamed = refusals.some(
          (one) =>
            one.series === name &&
            one.windows.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs),
        );
        if (isNamed) named += 1;
        throw undone;
      })
      .catch((error) => {
        if (error !== undone) throw error;
      });
  }
  return named;
}

async function seriesId(tx, name) {
  const [, , ...kind] = name.replace('/USDT:USDT', '').split(':');
  const symbol = `${name.split(':')[1]}:USDT`;
  const rows = await tx.rows(
    {
      columns: ['series.id'],
      from: 'series JOIN market ON market.id = series.market_id WHERE market.symbol = $1 AND series.kind = $2',
      orderBy: 'series.id',
    },
    symbol,
    kind[0],
  );
  return rows[0][0];
}

/** What reads a database reads a transaction of it. */
function inside(tx) {
  return {
    dialect: tx.dialect,
    execute: tx.execute.bind(tx),
    insertNew: tx.insertNew.bind(tx),
    rows: tx.rows.bind(tx),
    json: tx.json.bind(tx),
    transaction: (work) => work(tx),
    snapshot: (work) => work(tx),
  };
}
