import { certifySeries, hashPieces } from '@fullcarry/history/proof/certify-series';
import { storedCandles } from '@fullcarry/history/rows/series-rows';
import { createHash } from 'node:crypto';
import { compared, count, round, timed } from '../measure.mjs';
import { emptyStore, generatedPages, HOUR_MS, savePages } from '../references/generated-store.mjs';
import { openRawPostgresql } from '../references/raw-postgresql.mjs';
import { openRawSqlite } from '../references/raw-sqlite.mjs';

const YEAR = 8_760;

/** How a kind of database is measured: SQLite works in this process, a server beside it. */
const SQLITE = {
  kind: 'sqlite',
  suffix: '',
  title: 'SQLite',
  open: openRawSqlite,
  inserts: 'raw prepared inserts, CPU',
  select: 'raw SQLite, CPU',
  what: 'cpuSeconds',
  by: 'by CPU',
};
const POSTGRESQL = {
  kind: 'postgresql',
  suffix: '-pg',
  title: 'PostgreSQL',
  open: openRawPostgresql,
  inserts: 'one INSERT of 1,000 rows by its driver, clock',
  select: 'the same SELECT by its driver, clock',
  what: 'wallSeconds',
  by: 'by the clock, the server included',
};

/** Storing checked pages, coverage and all, one after the other on one connection. */
function storingIn({ kind, suffix, title, open, inserts, what, by }) {
  return {
    name: `store${suffix}`,
    title: `Store pages of 1,000 rows with their coverage, ${title}`,
    bar: '≥ 0.5',
    reference: inserts,
    run: async () => {
      const rows = 50_000;
      const pages = generatedPages(rows);
      const turns = 5;
      const store = await emptyStore(turns, kind);
      const raw = await open(store.url);
      let ours = 0;
      let theirs = 0;
      const best = await compared(
        () => savePages(store.database, store.series[ours++].id, pages),
        () => raw.insert(pages, theirs++),
        turns,
        what,
      );
      await raw.close();
      await store.close();
      return {
        value: `${count(rows / best.ours)} rows/s`,
        against: `${count(rows / best.reference)} rows/s`,
        ratio: round(best.reference / best.ours),
        note: `${by}, one connection, the best of five turns each`,
        details: best,
      };
    },
  };
}

function readingIn({ kind, suffix, title, open, select, what, by }, markets, turns) {
  return {
    name: `read${suffix}${markets === 1 ? '' : `-${markets}`}`,
    title: `Read a year of 1h candles, markets: ${markets}, ${title}`,
    bar: '≤ 1.5',
    reference: select,
    run: async () => {
      const store = await emptyStore(markets, kind);
      for (const { id } of store.series) await savePages(store.database, id, generatedPages(YEAR));
      const raw = await open(store.url);
      const window = { fromMs: 0, toMs: YEAR * HOUR_MS };
      const best = await compared(
        async () => {
          for (const { id } of store.series) await storedCandles(store.database, id, window);
        },
        async () => {
          for (const { id } of store.series) await raw.read(id, window);
        },
        turns,
        what,
      );
      await raw.close();
      await store.close();
      return {
        value: `${round(best.ours * 1_000, 1)} ms`,
        against: `${round(best.reference * 1_000, 1)} ms`,
        ratio: round(best.ours / best.reference),
        note: `${markets} × ${YEAR} rows as objects, each value checked; ${by}, the best of ${turns} turns each`,
        details: best,
      };
    },
  };
}

export const storing = storingIn(SQLITE);
export const storingPostgresql = storingIn(POSTGRESQL);
export const readOne = readingIn(SQLITE, 1, 40);
export const readTwenty = readingIn(SQLITE, 20, 8);
export const readPostgresql = readingIn(POSTGRESQL, 1, 20);

/** Certificates from the stored rows, against reading and hashing the same rows with nothing around it. */
export const certificates = {
  name: 'certify',
  title: 'Certificates over 4,000,000 rows (quick: 200,000)',
  bar: '–',
  reference: 'raw read, join and SHA-256, CPU',
  run: async ({ quick }) => {
    const runs = [];
    for (const rows of quick ? [200_000] : [200_000, 4_000_000]) runs.push(await certified(rows));
    const last = runs.at(-1);
    return {
      value: `${count(last.rows / last.cpuSeconds)} rows/s`,
      against: `${count(last.rows / last.reference)} rows/s`,
      ratio: round(last.cpuSeconds / last.reference),
      note: runs
        .map((run) => `${count(run.rows)} rows: ${round(run.cpuSeconds)} s of CPU`)
        .join(', '),
      details: runs,
    };
  },
};

async function certified(rows) {
  const perSeries = 10_000;
  const store = await emptyStore(rows / perSeries, 'sqlite');
  const pages = generatedPages(perSeries);
  for (const { id } of store.series) await savePages(store.database, id, pages);
  const wanted = { fromMs: 0, toMs: perSeries * HOUR_MS };
  const facts = { wanted, coverage: [wanted], gaps: [], runs: [], nowMs: wanted.toMs };
  const ours = await timed(async () => {
    for (const series of store.series) {
      const pieces = await hashPieces(store.database, series, [wanted]);
      await certifySeries(store.database, series, facts, pieces);
    }
  });
  const { raw, close } = await openRawSqlite(store.url);
  const select = raw
    .prepare(
      'SELECT open_at_ms, open, high, low, close, volume FROM candle WHERE series_id = ? ORDER BY open_at_ms',
    )
    .raw();
  const reference = await timed(() => {
    for (const { id } of store.series) {
      const lines = select.all(id).map((row) => row.join(','));
      createHash('sha256').update(lines.join('\n')).digest('hex');
    }
  });
  await close();
  await store.close();
  return { rows, cpuSeconds: ours.cpuSeconds, reference: reference.cpuSeconds };
}
