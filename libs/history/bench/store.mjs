// How fast pages are stored, read and certified, on both databases.
import { certifyCandles } from '@fullcarry/domain/certificate';
import { emptyDatabase, POSTGRES_URL } from '@fullcarry/testing/each-database';
import { startPostgres } from '@fullcarry/testing/start-postgres';
import { MarketStore } from '../dist/market-store.js';
import { openDatabase } from '../dist/open-database.js';
import { savePage } from '../dist/save-page.js';
import { storedCandles } from '../dist/series-rows.js';

const HOUR_MS = 3_600_000;
const PAGES = 100;
const ROWS = 1_000;

function page(seriesId, number) {
  const fromMs = number * ROWS * HOUR_MS;
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    openAtMs: fromMs + i * HOUR_MS,
    open: 64_000.1 + i,
    high: 64_100.2 + i,
    low: 63_900.3 + i,
    close: 64_050.4 + i,
    volume: 1_234.567 + i,
  }));
  const window = { fromMs, toMs: fromMs + ROWS * HOUR_MS };
  const content = { kind: 'candles', rows };
  return {
    seriesId,
    content,
    coverage: [window],
    gapsWithin: window,
    gaps: [],
    observedAtMs: 1,
    foundBy: 'fill',
  };
}

async function timed(what, amount, unit, work) {
  const startedAtMs = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAtMs) / 1000;
  console.log(`  ${what}: ${Math.round(amount / seconds).toLocaleString('en-US')} ${unit}/s`);
  return result;
}

const postgres = await startPostgres();
process.env[POSTGRES_URL] = postgres.url;
for (const kind of ['sqlite', 'postgresql']) {
  console.log(kind);
  const empty = await emptyDatabase(kind);
  const database = await openDatabase(empty.url);
  const markets = new MarketStore(database);
  const market = {
    exchange: 'bybit',
    symbol: 'BTC/USDT:USDT',
    nativeId: 'BTCUSDT',
    listedAtMs: undefined,
  };
  await markets.saveUniverse([{ ...market, rank: 1, turnoverUsdt24h: '1' }], {
    exchange: 'bybit',
    source: 'bench',
    timeframe: '1h',
    evaluatedAtMs: 1,
  });
  const [series] = await markets.trackedSeries('bybit', '1h');
  const pages = Array.from({ length: PAGES }, (_, i) => page(series.id, i));
  const store = async () => {
    for (const one of pages) await savePage(database, one);
  };
  await timed('store new rows', PAGES * ROWS, 'rows', store);
  await timed('store them again', PAGES * ROWS, 'rows', store);
  const window = { fromMs: 0, toMs: PAGES * ROWS * HOUR_MS };
  const rows = await timed('read', PAGES * ROWS, 'rows', () =>
    storedCandles(database, series.id, window),
  );
  const nothing = { confirmedEmpty: 0, missing: 0 };
  await timed('certify', PAGES * ROWS, 'rows', () => certifyCandles(rows, window, nothing));
  await database.close();
  await empty.remove();
}
await postgres.close();
process.exit(0);
