// A store of GENERATED rows.
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { savePage } from '@fullcarry/history/rows/save-page';
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

/** An empty store with one candle series a market. */
export async function emptyStore(markets, kind) {
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
    kinds: ['candles'],
    evaluatedAtMs: 1,
  });
  const all = await store.trackedSeries('bybit', '1h');
  return {
    database,
    url: empty.url,
    series: all.filter((one) => one.key.kind === 'candles'),
    close: async () => {
      await database.close();
      await empty.remove();
    },
    remove: () => empty.remove(),
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
      readAtMs: 1,
      foundBy: 'fill',
    });
  }
}
