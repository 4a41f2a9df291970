import type { CandleKind } from '@fullcarry/domain/series';
import type { ExchangeLimits } from '../exchange.js';
import type { RateLimit } from '../limits/rate-limit.js';
import type { DefaultHolds } from '../transport/read-json-answer.js';

// Read on 2026-11-25 in stored copies of https://developers.binance.com/docs/derivatives/usds-margined-futures
// and, where it says so, in ccxt 4.5.84's js/src/binance.js. None was measured at the exchange itself.

/**
 * 2,400 units of weight per minute and address. The number is in /fapi/v1/exchangeInfo's `rateLimits`, which
 * secondary sources agree on. The heaviest request is the 24 h ticker of all symbols (40).
 */
export const FUTURES_WEIGHT: RateLimit = {
  name: 'binanceusdm',
  most: 2_400,
  windowMs: 60_000,
  heaviest: 40,
};

/**
 * …/market-data/rest-api/Get-Funding-Rate-History: "share 500/5min/IP rate limit with GET /fapi/v1/fundingInfo".
 * ccxt charges them as if 6,000 were allowed.
 */
export const FUNDING_REQUESTS: RateLimit = {
  name: 'binanceusdm.funding',
  most: 500,
  windowMs: 300_000,
  heaviest: 1,
};

/**
 * api.binance.com counts by itself: 6,000 units per minute and address (secondary sources; 1,200 before
 * 2023). The heaviest request is /api/v3/exchangeInfo (20, ccxt).
 */
export const SPOT_WEIGHT: RateLimit = {
  name: 'binanceusdm.spot',
  most: 6_000,
  windowMs: 60_000,
  heaviest: 20,
};

/**
 * 499 candles a page, since a page's weight grows with its limit in steps (ccxt's `byLimit`): up to 99 rows
 * cost 1, up to 499 cost 2, up to 1,000 cost 5, up to 1,500 cost 10. That is 99, 250, 200 and 150 rows per
 * unit: a year of 50 markets is 878 pages and 1,756 units, less than a minute's limit.
 *
 * 100 levels of a book, on either side: …/market-data/rest-api/Order-Book takes 5, 10, 20, 50, 100, 500 or 1,000 of a
 * perpetual, for a weight of 2, 5, 10 or 20 (copies of it and of the spot pages, read on 2026-11-28). 500 would cost
 * twice as much there, and on spot five times.
 *
 * …/Get-Funding-Rate-History: at most 1,000 settlements; of a window with more, "return as startTime + limit".
 */
export const BINANCEUSDM_LIMITS = {
  candleKinds: ['candles', 'mark-candles', 'spot-candles', 'premium-candles'],
  candlesPerPage: 499,
  settlementsPerPage: 1_000,
  fullPageHolds: 'oldest',
  bookLevels: { perpetual: 100, spot: 100 },
  rates: [FUTURES_WEIGHT, FUNDING_REQUESTS, SPOT_WEIGHT],
} satisfies ExchangeLimits;

/** Those of the perpetual weigh the same, by the limit; those of spot count for the spot host's own limit. */
export const CANDLE_PATHS: Readonly<Record<CandleKind, string>> = {
  candles: '/fapi/v1/klines',
  'mark-candles': '/fapi/v1/markPriceKlines',
  'spot-candles': '/api/v3/klines',
  'premium-candles': '/fapi/v1/premiumIndexKlines',
};

/** 429 and 418 come with Retry-After; these are for an answer without it. */
export const BINANCEUSDM_HOLDS: DefaultHolds = {
  // 403 is the firewall's, "excessive requests within 5 minutes" (Binance Academy).
  forbiddenMs: 300_000,
  // One window of the weight.
  tooManyMs: 60_000,
};
