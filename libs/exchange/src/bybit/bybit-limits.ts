import type { ExchangeLimits } from '../exchange.js';
import type { DefaultHolds } from '../transport/read-json-answer.js';

/**
 * https://bybit-exchange.github.io/docs/v5/rate-limit: 600 requests in any 5 seconds per address, all
 * hosts together. https://bybit-exchange.github.io/docs/v5/market/kline: 1,000 candles,
 * and as many of …/premium-index-kline;
 * …/history-fund-rate: 200 settlements.
 * …/orderbook: how deep a book may be asked for grew (200 of spot and 500 of a perpetual in older copies, 1,000 in newer
 * ones, read on 2026-11-28): 200 are right by all of them. Retail price improvement orders are never in it.
 */
export const BYBIT_LIMITS = {
  candleKinds: ['candles', 'mark-candles', 'spot-candles', 'premium-candles'],
  candlesPerPage: 1_000,
  settlementsPerPage: 200,
  fullPageHolds: 'newest',
  bookLevels: { perpetual: 200, spot: 200 },
  rates: [{ name: 'bybit', most: 600, windowMs: 5_000, heaviest: 1 }],
} satisfies ExchangeLimits;

export const BYBIT_HOLDS: DefaultHolds = {
  // "403, access too frequent": end all sessions and wait for at least 10 minutes (same page).
  forbiddenMs: 600_000,
  // 429 is a protection of their whole system and names no time: one window of the limit.
  tooManyMs: 5_000,
};
