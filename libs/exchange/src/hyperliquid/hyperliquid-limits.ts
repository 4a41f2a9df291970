import type { ExchangeLimits } from '../exchange.js';
import type { RateLimit } from '../limits/rate-limit.js';
import type { DefaultHolds } from '../transport/read-json-answer.js';

/**
 * https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/rate-limits: all requests of an address
 * share a weight of 1,200 a minute (read in a stored copy, not tried against the exchange).
 */
const RATE: RateLimit = { name: 'hyperliquid', most: 1_200, windowMs: 60_000, heaviest: 45 };

/**
 * …/info-endpoint/perpetuals: a funding history gives at most 500 rows, the oldest of its window. A page of
 * candles could hold 5,000, and would weigh 104: nothing else could be asked for seconds. 1,000 weigh 37.
 *
 * …/info-endpoint, L2 book snapshot: "Returns at most 20 levels per side", which nothing asks for more of; it weighs 2.
 *
 * …/info-endpoint: "Only the most recent 5000 candles are available". A hundred fewer are counted on, so that
 * none is lost between planning and asking.
 */
export const HYPERLIQUID_LIMITS = {
  // It tells the mark price of now, and keeps none. Of the premium it keeps one figure a settlement (`fundingHistory`), no
  // candles.
  candleKinds: ['candles', 'spot-candles'],
  candlesPerPage: 1_000,
  settlementsPerPage: 500,
  fullPageHolds: 'oldest',
  candlesKept: 4_900,
  bookLevels: { perpetual: 20, spot: 20 },
  rates: [RATE],
} satisfies ExchangeLimits;

/** 429 names no time: one window. That 403 comes at all is not known. */
export const HYPERLIQUID_HOLDS: DefaultHolds = { forbiddenMs: 600_000, tooManyMs: 60_000 };
