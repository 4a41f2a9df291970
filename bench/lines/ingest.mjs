import { tempFolder } from '@fullcarry/testing/temp-folder';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { count, round, timed } from '../measure.mjs';
import { Stack } from '../stack.mjs';
import { generatedPages, openRaw, rawInserts } from './store-on-disk.mjs';

/** From socket to committed row, one fetcher, no limit and no latency, against inserts of as many rows. */
export const ingest = {
  name: 'ingest',
  title: 'Ingest, one fetcher, no limit',
  bar: '≥ 0.5, ≥ 120,000 rows/s',
  reference: 'raw prepared inserts',
  run: async ({ quick }) => {
    const stack = await Stack.start({ markets: 20, latencyMs: 0, limit: 0 });
    try {
      const run = await stack.runToReady(
        {
          HISTORICAL_TOP_PAIRS: '20',
          HISTORICAL_LOOKBACK_DAYS: quick ? '10' : '40',
          HISTORICAL_TIMEFRAME: '1m',
        },
        { unlimited: true },
      );
      const { rows, savedAtMs } = stored(stack.databasePath);
      const seconds = (savedAtMs - run.exchange.firstPageAtMs) / 1_000;
      const raw = await inserted(rows);
      return {
        value: `${count(rows / seconds)} rows/s`,
        against: `${count(rows / raw.wallSeconds)} rows/s`,
        ratio: round(raw.wallSeconds / seconds),
        note: `${count(rows)} rows; ${round(rows / seconds / 120_000)} × the exchange's ceiling; by CPU ${count(rows / run.cpuSeconds)} rows/s with start and certificates, raw ${count(rows / raw.cpuSeconds)}`,
        details: { rows, seconds, cpuSeconds: run.cpuSeconds, raw, peakMb: run.peakMb },
      };
    } finally {
      await stack.close();
    }
  },
};

function stored(path) {
  const database = new Sqlite(path, { readonly: true });
  try {
    return database
      .prepare(
        'SELECT (SELECT count(*) FROM candle) + (SELECT count(*) FROM funding_rate) AS rows, (SELECT max(last_sync_at_ms) FROM series) AS savedAtMs',
      )
      .get();
  } finally {
    database.close();
  }
}

async function inserted(rows) {
  const folder = tempFolder();
  const raw = openRaw(join(folder.path, 'raw.db'));
  const pages = generatedPages(rows);
  const { wallSeconds, cpuSeconds } = await timed(() => rawInserts(raw, pages));
  raw.close();
  folder.remove();
  return { wallSeconds, cpuSeconds };
}
