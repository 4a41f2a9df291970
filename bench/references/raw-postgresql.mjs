// The same rows through PostgreSQL's driver alone, as fast code would usually write and read them.
import { Client } from 'pg';

const COLUMNS = 'series_id, open_at_ms, open, high, low, close, volume';
const COLUMNS_AT = [1, 2, 3, 4, 5, 6, 7];

export async function openRawPostgresql(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE TABLE IF NOT EXISTS raw_candle (series_id INTEGER NOT NULL, open_at_ms BIGINT NOT NULL,
    open FLOAT8 NOT NULL, high FLOAT8 NOT NULL, low FLOAT8 NOT NULL, close FLOAT8 NOT NULL, volume FLOAT8 NOT NULL,
    PRIMARY KEY (series_id, open_at_ms))`);
  return {
    /** One INSERT of many rows a page, in a transaction of its own, into a table like the store's. */
    insert: async (pages, seriesId = 1) => {
      for (const rows of pages) await insertPage(client, seriesId, rows);
    },
    /** The store's candles in the window, as objects. */
    read: async (seriesId, { fromMs, toMs }) => {
      const { rows } = await client.query(
        `SELECT open_at_ms AS "openAtMs", open, high, low, close, volume FROM candle
         WHERE series_id = $1 AND open_at_ms >= $2 AND open_at_ms < $3 ORDER BY open_at_ms`,
        [seriesId, fromMs, toMs],
      );
      return rows.map((row) => ({ ...row, openAtMs: Number(row.openAtMs) }));
    },
    close: () => client.end(),
  };
}

async function insertPage(client, seriesId, rows) {
  const values = rows.flatMap((c) => [
    seriesId,
    c.openAtMs,
    c.open,
    c.high,
    c.low,
    c.close,
    c.volume,
  ]);
  const places = rows.map((_, row) => `(${COLUMNS_AT.map((i) => `$${row * 7 + i}`).join(',')})`);
  await client.query(
    `INSERT INTO raw_candle (${COLUMNS}) VALUES ${places.join(',')} ON CONFLICT DO NOTHING`,
    values,
  );
}
