import { storedCandles } from '@fullcarry/history/series-rows';
import { compared, count, round } from '../measure.mjs';
import { openRawPostgresql, rawPostgresqlInserts, rawPostgresqlRead } from './raw-postgresql.mjs';
import { emptyStore, generatedPages, HOUR_MS, savePages } from './store-on-disk.mjs';

const YEAR = 8_760;

/** Storing checked pages in PostgreSQL, one after the other on one connection. */
export const storingPostgresql = {
  name: 'store-pg',
  title: 'Store pages of 1,000 rows with their coverage, PostgreSQL',
  bar: '≥ 0.5',
  reference: 'one INSERT of 1,000 rows by its driver, clock',
  run: async () => {
    const pages = generatedPages(50_000);
    const turns = 5;
    const store = await emptyStore(turns, 'postgresql');
    const raw = await openRawPostgresql(store.url);
    let ours = 0;
    let theirs = 0;
    const best = await compared(
      () => savePages(store.database, store.series[ours++].id, pages),
      () => rawPostgresqlInserts(raw, pages, theirs++),
      turns,
      'wallSeconds',
    );
    await raw.end();
    await store.close();
    const rows = 50_000;
    return {
      value: `${count(rows / best.ours)} rows/s`,
      against: `${count(rows / best.reference)} rows/s`,
      ratio: round(best.reference / best.ours),
      note: 'by the clock, the server included, one connection, the best of five turns each',
      details: best,
    };
  },
};

export const readPostgresql = {
  name: 'read-pg',
  title: 'Read a year of 1h candles, PostgreSQL',
  bar: '≤ 1.5',
  reference: 'the same SELECT by its driver, clock',
  run: async () => {
    const store = await emptyStore(1, 'postgresql');
    const [{ id }] = store.series;
    await savePages(store.database, id, generatedPages(YEAR));
    const raw = await openRawPostgresql(store.url);
    const window = { fromMs: 0, toMs: YEAR * HOUR_MS };
    const best = await compared(
      () => storedCandles(store.database, id, window),
      () => rawPostgresqlRead(raw, id, window),
      20,
      'wallSeconds',
    );
    await raw.end();
    await store.close();
    return {
      value: `${round(best.ours * 1_000, 1)} ms`,
      against: `${round(best.reference * 1_000, 1)} ms`,
      ratio: round(best.ours / best.reference),
      note: `${YEAR} rows as objects, each value checked; by the clock, the server included`,
      details: best,
    };
  },
};
