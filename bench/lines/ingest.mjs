import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { startDatabase } from '../empty-database.mjs';
import { count, round, timed } from '../measure.mjs';
import { Stack } from '../stack.mjs';
import { generatedPages } from '../references/generated-store.mjs';
import { openRawPostgresql } from '../references/raw-postgresql.mjs';
import { openRawSqlite } from '../references/raw-sqlite.mjs';

const STORED = `SELECT (SELECT count(*) FROM candle) + (SELECT count(*) FROM funding_rate) AS "rows",
  (SELECT max(last_sync_at_ms) FROM series) AS "savedAtMs"`;

/** From socket to committed row, one fetcher, no limit and no latency, against inserts of as many rows. */
function ingesting(name, kind, { title, bar, reference, stored, inserted }) {
  return {
    name,
    title,
    bar,
    reference,
    run: async ({ quick }) => {
      const stack = await Stack.start({ markets: 20, latencyMs: 0, limit: 0 }, kind);
      try {
        const run = await stack.runToReady(
          {
            HISTORICAL_TOP_PAIRS: '20',
            HISTORICAL_LOOKBACK_DAYS: quick ? '10' : '40',
            HISTORICAL_TIMEFRAME: '1m',
          },
          { unlimited: true },
        );
        const { rows, savedAtMs } = await stored(stack.database.url);
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
}

export const ingest = ingesting('ingest', 'sqlite', {
  title: 'Ingest, one fetcher, no limit',
  bar: '≥ 0.5, ≥ 120,000 rows/s',
  reference: 'raw prepared inserts',
  stored: (url) => {
    const database = new Sqlite(url.slice('file:'.length), { readonly: true });
    try {
      return database.prepare(STORED).get();
    } finally {
      database.close();
    }
  },
  inserted: (rows) => rawInserts('sqlite', openRawSqlite, rows),
});

export const ingestPostgresql = ingesting('ingest-pg', 'postgresql', {
  title: 'Ingest into PostgreSQL, one fetcher, no limit',
  bar: '≥ 150,000 rows/s',
  reference: 'one INSERT of 1,000 rows a page by its driver',
  stored: async (url) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(STORED);
    await client.end();
    return { rows: Number(rows[0].rows), savedAtMs: Number(rows[0].savedAtMs) };
  },
  inserted: (rows) => rawInserts('postgresql', openRawPostgresql, rows),
});

/** As many rows through the driver alone, into an empty database. */
async function rawInserts(kind, open, rows) {
  const empty = await startDatabase(kind);
  const raw = await open(empty.url);
  const pages = generatedPages(rows);
  const { wallSeconds, cpuSeconds } = await timed(() => raw.insert(pages));
  await raw.close();
  await empty.remove();
  return { wallSeconds, cpuSeconds };
}
