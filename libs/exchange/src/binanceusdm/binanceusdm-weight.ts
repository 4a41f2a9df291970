import type { RequestWeight } from '../limits/rate-limit.js';
import {
  CANDLE_PATHS,
  FUNDING_REQUESTS,
  FUTURES_WEIGHT,
  SPOT_WEIGHT,
} from './binanceusdm-limits.js';

/**
 * What the requests for all symbols cost (ccxt 4.5.84's table; premiumIndex by the exchange's own pages, since
 * ccxt names only its price for one symbol). What is not in it costs 1.
 */
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['/fapi/v1/ticker/24hr', 40],
  ['/fapi/v1/premiumIndex', 10],
  ['/fapi/v2/ticker/price', 2],
  ['/api/v3/exchangeInfo', 20],
  ['/api/v3/ticker/price', 4],
  ['/api/v3/ticker/bookTicker', 4],
]);

/**
 * …/binance-spot-api-docs/rest-api/market-data-endpoints, klines: 2 for up to 1,000 rows, however few are asked for
 * (from general knowledge, not re-read; 1 before 2023).
 */
const SPOT_KLINES_WEIGHT = 2;

/** The endpoints of the funding history count requests, in a bucket of their own, and have no weight. */
const FUNDING_PATHS = ['/fapi/v1/fundingRate', '/fapi/v1/fundingInfo'];

/** What a request costs, and of which of Binance's limits. */
export function binanceWeight({ pathname, searchParams }: URL): RequestWeight {
  if (FUNDING_PATHS.includes(pathname)) return { limit: FUNDING_REQUESTS, cost: 1 };
  const limit = pathname.startsWith('/api/') ? SPOT_WEIGHT : FUTURES_WEIGHT;
  if (pathname === CANDLE_PATHS['spot-candles']) return { limit, cost: SPOT_KLINES_WEIGHT };
  if (Object.values(CANDLE_PATHS).includes(pathname)) {
    return { limit, cost: klinesWeight(Number(searchParams.get('limit'))) };
  }
  if (pathname === '/fapi/v1/depth') {
    return { limit, cost: bookWeight(Number(searchParams.get('limit'))) };
  }
  if (pathname === '/api/v3/depth') {
    return { limit, cost: spotBookWeight(Number(searchParams.get('limit'))) };
  }
  return { limit, cost: WEIGHTS.get(pathname) ?? 1 };
}

/** By the levels of each side (…/market-data/rest-api/Order-Book). */
function bookWeight(levels: number): number {
  if (levels <= 50) return 2;
  if (levels <= 100) return 5;
  return levels <= 500 ? 10 : 20;
}

/** The same of spot (…/binance-spot-api-docs/rest-api/market-data-endpoints, order book). */
function spotBookWeight(levels: number): number {
  if (levels <= 100) return 5;
  if (levels <= 500) return 25;
  return levels <= 1_000 ? 50 : 250;
}

function klinesWeight(rows: number): number {
  if (rows < 100) return 1;
  if (rows < 500) return 2;
  return rows <= 1_000 ? 5 : 10;
}
