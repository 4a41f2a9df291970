import { certifySeries } from '@fullcarry/history/certify-series';
import { storedCandles } from '@fullcarry/history/series-rows';
import { createHash } from 'node:crypto';
import { compared, count, round, timed } from '../measure.mjs';
import {
  emptyStore,
  generatedPages,
  HOUR_MS,
  openRaw,
  rawInserts,
  savePages,
} from './store-on-disk.mjs';

const YEAR = 8_760;

/** Storing checked pages, coverage and all, against prepared inserts of the same rows. */
export const storing = {
  name: 'store',
  title: 'Store pages of 1,000 rows with their coverage',
  bar: '≥ 0.5',
  reference: 'raw prepared inserts, CPU',
  run: async () => {
    const pages = generatedPages(50_000);
    const turns = 5;
    const store = await emptyStore(turns);
    const raw = openRaw(store.path);
    let ours = 0;
    let theirs = 0;
    const best = await compared(
      () => savePages(store.database, store.series[ours++].id, pages),
      () => rawInserts(raw, pages, theirs++),
      turns,
    );
    raw.close();
    await store.close();
    const rows = 50_000;
    return {
      value: `${count(rows / best.ours)} rows/s`,
      against: `${count(rows / best.reference)} rows/s`,
      ratio: round(best.reference / best.ours),
      note: 'per second of CPU, the best of five turns each',
      details: best,
    };
  },
};

function reading(name, markets, turns) {
  return {
    name,
    title: `Read a year of 1h candles, markets: ${markets}`,
    bar: '≤ 1.5',
    reference: 'raw SQLite, CPU',
    run: async () => {
      const store = await emptyStore(markets);
      for (const { id } of store.series) await savePages(store.database, id, generatedPages(YEAR));
      const raw = openRaw(store.path);
      const select = raw.prepare(
        'SELECT open_at_ms AS openAtMs, open, high, low, close, volume FROM candle WHERE series_id = ? AND open_at_ms >= ? AND open_at_ms < ? ORDER BY open_at_ms',
      );
      const window = { fromMs: 0, toMs: YEAR * HOUR_MS };
      const best = await compared(
        async () => {
          for (const { id } of store.series) await storedCandles(store.database, id, window);
        },
        () => store.series.map(({ id }) => select.all(id, window.fromMs, window.toMs)),
        turns,
      );
      raw.close();
      await store.close();
      return {
        value: `${round(best.ours * 1_000, 1)} ms`,
        against: `${round(best.reference * 1_000, 1)} ms`,
        ratio: round(best.ours / best.reference),
        note: `${markets} × ${YEAR} rows as objects, each value checked; the best of ${turns} turns each`,
        details: best,
      };
    },
  };
}

export const readOne = reading('read', 1, 40);
export const readTwenty = reading('read-20', 20, 8);

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
  const store = await emptyStore(rows / perSeries);
  const pages = generatedPages(perSeries);
  for (const { id } of store.series) await savePages(store.database, id, pages);
  const window = { fromMs: 0, toMs: perSeries * HOUR_MS };
  const ours = await timed(async () => {
    for (const series of store.series) await certifySeries(store.database, series, window, []);
  });
  const raw = openRaw(store.path);
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
  raw.close();
  await store.close();
  return { rows, cpuSeconds: ours.cpuSeconds, reference: reference.cpuSeconds };
}
