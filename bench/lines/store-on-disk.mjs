// A store of GENERATED rows, and the same rows through raw better-sqlite3: what the store is compared with.
import { MarketStore } from '@fullcarry/history/market-store';
import { openDatabase } from '@fullcarry/history/open-database';
import { savePage } from '@fullcarry/history/save-page';
import Sqlite from 'better-sqlite3';
import { startDatabase } from '../empty-database.mjs';

export const HOUR_MS = 3_600_000;
const ROWS_PER_PAGE = 1_000;

function generatedRow(i) {
  return {
    openAtMs: i * HOUR_MS,
    open: 64_000.1 + (i % 997) / 10,
    high: 64_200.2 + (i % 997) / 10,
    low: 63_900.3 + (i % 89) / 10,
    close: 64_050.4 + (i % 101) / 10,
    volume: 1_234.567 + (i % 1_009) / 1_000,
  };
}

export function generatedPages(rows) {
  return Array.from({ length: Math.ceil(rows / ROWS_PER_PAGE) }, (_, page) => {
    const first = page * ROWS_PER_PAGE;
    const length = Math.min(ROWS_PER_PAGE, rows - first);
    return Array.from({ length }, (_, i) => generatedRow(first + i));
  });
}

/** An empty store with one candle series a market; `path` is SQLite's file. */
export async function emptyStore(markets, kind = 'sqlite') {
  const empty = await startDatabase(kind);
  const database = await openDatabase(empty.url);
  const store = new MarketStore(database);
  const universe = Array.from({ length: markets }, (_, i) => ({
    exchange: 'bybit',
    symbol: `BENCH${i}/USDT:USDT`,
    nativeId: `BENCH${i}USDT`,
    listedAtMs: undefined,
    rank: i + 1,
    turnoverUsdt24h: '1',
  }));
  const source = 'GENERATED for a bench';
  await store.saveUniverse(universe, {
    exchange: 'bybit',
    source,
    timeframe: '1h',
    evaluatedAtMs: 1,
  });
  const all = await store.trackedSeries('bybit', '1h');
  return {
    database,
    url: empty.url,
    path: empty.url.slice('file:'.length),
    series: all.filter((one) => one.key.kind === 'candles'),
    close: async () => {
      await database.close();
      await empty.remove();
    },
    removeFolder: () => empty.remove(),
  };
}

export async function savePages(database, seriesId, pages) {
  for (const rows of pages) {
    const last = rows[rows.length - 1];
    const window = { fromMs: rows[0].openAtMs, toMs: last.openAtMs + HOUR_MS };
    await savePage(database, {
      seriesId,
      content: { kind: 'candles', rows },
      coverage: [window],
      gapsWithin: window,
      gaps: [],
      observedAtMs: 1,
      foundBy: 'fill',
    });
  }
}

/** Opened as fast code would open it: the same journal, the same care for the disk as the store. */
export function openRaw(path) {
  const raw = new Sqlite(path);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = NORMAL');
  return raw;
}

/** Prepared inserts of the pages, one transaction a page, into a table like the store's. */
export function rawInserts(raw, pages, seriesId = 1) {
  raw.exec(`CREATE TABLE IF NOT EXISTS raw_candle (series_id INTEGER NOT NULL, open_at_ms BIGINT NOT NULL,
    open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL, volume REAL NOT NULL,
    PRIMARY KEY (series_id, open_at_ms)) WITHOUT ROWID`);
  const insert = raw.prepare('INSERT INTO raw_candle VALUES (?, ?, ?, ?, ?, ?, ?)');
  const page = raw.transaction((rows) => {
    for (const c of rows)
      insert.run(seriesId, c.openAtMs, c.open, c.high, c.low, c.close, c.volume);
  });
  for (const rows of pages) page(rows);
}
