// What a user would write instead: ccxt's unified calls and its own limiter, rows into the same kind of SQLite.
import { tempFolder } from '@fullcarry/testing/temp-folder';
import ccxt from 'ccxt';
import { join } from 'node:path';
import { round } from '../measure.mjs';
import { startExchange } from '../stack.mjs';
import { backfill } from './backfill.mjs';
import { openRawSqlite } from '../references/raw-sqlite.mjs';

const HOUR_MS = 3_600_000;
const DAYS = 365;
/** Of the 20 pairs, so many settle every 8, 4 and 1 hours; one of each is measured and counted so often. */
const MEASURED = [
  { market: 0, hours: 8, pairs: 12 },
  { market: 1, hours: 4, pairs: 6 },
  { market: 6, hours: 1, pairs: 2 },
];

/** Page after page until one brings nothing new, forwards, as every tutorial does it. */
async function sequential(exchange, symbol, sinceMs) {
  const candles = await forwards((atMs) => exchange.fetchOHLCV(symbol, '1h', atMs, 1_000), sinceMs);
  const funding = await forwards(
    (atMs) => exchange.fetchFundingRateHistory(symbol, atMs, 200),
    sinceMs,
  );
  return { candles, funding };
}

async function forwards(ask, sinceMs) {
  const rows = [];
  for (let atMs = sinceMs; ;) {
    const page = await ask(atMs);
    const fresh = page.filter((row) => timeOf(row) >= atMs);
    rows.push(...fresh);
    if (fresh.length === 0) return rows;
    atMs = timeOf(fresh.at(-1)) + 1;
  }
}

async function paginated(exchange, symbol, sinceMs) {
  const params = { paginate: true };
  return {
    candles: await exchange.fetchOHLCV(symbol, '1h', sinceMs, undefined, params),
    funding: await exchange.fetchFundingRateHistory(symbol, sinceMs, undefined, params),
  };
}

const timeOf = (row) => (Array.isArray(row) ? row[0] : row.timestamp);

async function measured(fetchRows) {
  const bench = await startExchange({ markets: 20, latencyMs: 150, limit: 600 });
  const folder = tempFolder();
  const { raw: database } = await openRawSqlite(`file:${join(folder.path, 'script.db')}`);
  try {
    const exchange = new ccxt.bybit({ options: { fetchMarkets: { types: ['linear'] } } });
    for (const key of Object.keys(exchange.urls.api)) exchange.urls.api[key] = bench.url;
    await exchange.loadMarkets();
    const sinceMs = Math.floor((Date.now() - DAYS * 24 * HOUR_MS) / (24 * HOUR_MS)) * 24 * HOUR_MS;
    const total = { seconds: 0, got: 0, due: 0 };
    for (const { market, hours, pairs } of MEASURED) {
      const startedAtMs = performance.now();
      const { candles, funding } = await fetchRows(exchange, `BENCH${market}/USDT:USDT`, sinceMs);
      store(database, market, candles, funding);
      total.seconds += (pairs * (performance.now() - startedAtMs)) / 1_000;
      total.got += pairs * (different(candles, sinceMs) + different(funding, sinceMs));
      const hoursDue = Math.floor((Date.now() - sinceMs) / HOUR_MS);
      // Closed candles, and the settlements from the first instant on.
      total.due += pairs * (hoursDue + Math.floor(hoursDue / hours) + 1);
    }
    return total;
  } finally {
    database.close();
    folder.remove();
    await bench.close();
  }
}

/** Rows of the look-back that are no open candle, each counted once. */
function different(rows, sinceMs) {
  const nowMs = Date.now();
  const times = rows
    .filter((row) => !Array.isArray(row) || timeOf(row) + HOUR_MS <= nowMs)
    .map(timeOf)
    .filter((atMs) => atMs >= sinceMs);
  return new Set(times).size;
}

function store(database, market, candles, funding) {
  database.exec(`CREATE TABLE IF NOT EXISTS candle (market, at, o, h, l, c, v, PRIMARY KEY (market, at));
    CREATE TABLE IF NOT EXISTS funding (market, at, rate, PRIMARY KEY (market, at))`);
  const candle = database.prepare('INSERT OR REPLACE INTO candle VALUES (?, ?, ?, ?, ?, ?, ?)');
  const rate = database.prepare('INSERT OR REPLACE INTO funding VALUES (?, ?, ?)');
  database.transaction(() => {
    for (const row of candles) candle.run(market, ...row);
    for (const row of funding) rate.run(market, row.timestamp, row.fundingRate);
  })();
}

let ours;

function line(name, title, bar, fetchRows) {
  return {
    name,
    title,
    bar,
    reference: 'this fetcher, the same 20 pairs × 365 d',
    run: async () => {
      const script = await measured(fetchRows);
      ours ??= await backfill({ pairs: 20, days: DAYS });
      return {
        value: `${round(script.seconds, 0)} s`,
        against: `${ours.seconds} s`,
        ratio: round(script.seconds / ours.seconds),
        note: `EXTRAPOLATED from 3 of the 20 pairs; the script got ${round((100 * script.got) / script.due, 1)} % of ${script.due} rows, the fetcher ${ours.rows} with ${ours.missing} missing`,
        details: { script, ours },
      };
    },
  };
}

export const ccxtSequential = line(
  'ccxt-sequential',
  'A plain ccxt script, page after page',
  '≥ 8',
  sequential,
);
export const ccxtPaginate = line('ccxt-paginate', "ccxt's paginate", '–', paginated);
