// The same rows through better-sqlite3 alone, as fast code would usually write and read them.
import Sqlite from 'better-sqlite3';

/** Opened with the same journal and the same care for the disk as the store. `url`: `file:…`, of the store or of none. */
export async function openRawSqlite(url) {
  const raw = new Sqlite(url.slice('file:'.length));
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = NORMAL');
  raw.exec(`CREATE TABLE IF NOT EXISTS raw_candle (series_id INTEGER NOT NULL, open_at_ms BIGINT NOT NULL,
    open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL, volume REAL NOT NULL,
    PRIMARY KEY (series_id, open_at_ms)) WITHOUT ROWID`);
  const inserting = raw.prepare('INSERT INTO raw_candle VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertPage = raw.transaction((seriesId, rows) => {
    for (const c of rows)
      inserting.run(seriesId, c.openAtMs, c.open, c.high, c.low, c.close, c.volume);
  });
  let selecting;
  return {
    raw,
    /** Prepared inserts of the pages, one transaction a page, into a table like the store's. */
    insert: async (pages, seriesId = 1) => {
      for (const rows of pages) insertPage(seriesId, rows);
    },
    /** The store's candles in the window, as objects. */
    read: async (seriesId, { fromMs, toMs }) => {
      selecting ??= raw.prepare(
        'SELECT open_at_ms AS openAtMs, open, high, low, close, volume FROM candle WHERE series_id = ? AND open_at_ms >= ? AND open_at_ms < ? ORDER BY open_at_ms',
      );
      return selecting.all(seriesId, fromMs, toMs);
    },
    close: async () => raw.close(),
  };
}
