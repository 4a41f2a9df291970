import type { CandleKind } from '@fullcarry/domain/series';
import { DAY_MS } from '@fullcarry/domain/time-window';
import type { ExchangeLimits } from '../exchange.js';
import type { RequestWeight, RateLimit } from '../limits/rate-limit.js';
import type { DefaultHolds } from '../transport/read-json-answer.js';

const WINDOW_MS = 2_000;

/**
 * What is asked seldom: the time and the instruments. OKX counts each endpoint by itself, 10 or 20 in two
 * seconds; together these keep to the smaller.
 */
const OTHERS: RateLimit = { name: 'okx', most: 10, windowMs: WINDOW_MS, heaviest: 1 };

/**
 * What the desk asks for again and again: tickers (20 in 2 seconds), predicted funding and marks (10 each).
 * They are asked in turns, so that 20 together hold no more than 10 of either.
 */
const TICKERS: RateLimit = { name: 'okx.tickers', most: 20, windowMs: WINDOW_MS, heaviest: 1 };

/** 20 requests in 2 seconds per address, of swaps and of spot together. */
const CANDLES: RateLimit = {
  name: 'okx.history-candles',
  most: 20,
  windowMs: WINDOW_MS,
  heaviest: 1,
};

/** Mark prices: 10 requests in 2 seconds per address, counted by themselves (secondary sources). */
const MARK_CANDLES: RateLimit = {
  name: 'okx.history-mark-price-candles',
  most: 10,
  windowMs: WINDOW_MS,
  heaviest: 1,
};

/** 10 requests in 2 seconds per address and instrument; kept for all instruments together. */
const FUNDING: RateLimit = {
  name: 'okx.funding-history',
  most: 10,
  windowMs: WINDOW_MS,
  heaviest: 1,
};

/**
 * 40 requests in 2 seconds per address (the page's copies, of 2026 too; one table by others says 20, so that is kept: a
 * desk asks for few books).
 */
const BOOKS: RateLimit = { name: 'okx.books', most: 20, windowMs: WINDOW_MS, heaviest: 1 };

/**
 * https://www.okx.com/docs-v5/en/ ("Candlesticks history", "Get funding rate history"), read from copies of
 * it in November 2026. The sources disagree about pages: older candles 100 or 300, funding 100 or 400. Asking
 * for 100 is right by either. Funding reaches back three months, which are never fewer than 89 days. "Order book": 400 levels of each side at most, for which one request is counted as for one.
 */
export const OKX_LIMITS = {
  // `/api/v5/public/premium-history` gives values at instants of their own, of the past six months, and no candles (copies
  // of the page): the minutes of which a funding rate is the average can't be told from them.
  candleKinds: ['candles', 'mark-candles', 'spot-candles'],
  candlesPerPage: 100,
  settlementsPerPage: 100,
  fullPageHolds: 'newest',
  settlementsKeptMs: 89 * DAY_MS,
  bookLevels: { perpetual: 400, spot: 400 },
  rates: [OTHERS, TICKERS, CANDLES, FUNDING, MARK_CANDLES, BOOKS],
} satisfies ExchangeLimits;

const TICKER_PATHS: readonly string[] = [
  '/api/v5/market/tickers',
  '/api/v5/public/funding-rate',
  '/api/v5/public/mark-price',
];

/** The kinds of candles that OKX keeps. */
export type OkxCandleKind = Exclude<CandleKind, 'premium-candles'>;

export const CANDLE_PATHS: Readonly<Record<OkxCandleKind, string>> = {
  candles: '/api/v5/market/history-candles',
  'mark-candles': '/api/v5/market/history-mark-price-candles',
  'spot-candles': '/api/v5/market/history-candles',
};
export const BOOKS_PATH = '/api/v5/market/books';
export const FUNDING_PATH = '/api/v5/public/funding-rate-history';

export function okxWeight({ pathname }: URL): RequestWeight {
  if (pathname === CANDLE_PATHS.candles) return { limit: CANDLES, cost: 1 };
  if (pathname === CANDLE_PATHS['mark-candles']) return { limit: MARK_CANDLES, cost: 1 };
  if (pathname === FUNDING_PATH) return { limit: FUNDING, cost: 1 };
  if (pathname === BOOKS_PATH) return { limit: BOOKS, cost: 1 };
  return { limit: TICKER_PATHS.includes(pathname) ? TICKERS : OTHERS, cost: 1 };
}

export const OKX_HOLDS: DefaultHolds = {
  // Not documented for market data: the CDN in front shuts an address out. A minute is a guess.
  forbiddenMs: 60_000,
  // 50011, and no time is named: one window of the limit.
  tooManyMs: WINDOW_MS,
};
