import type { Limit } from '../api/limit.js';

/** OKX counts every endpoint by itself, in windows of two seconds; a breach refuses what is too much, no more. */
const WINDOW_MS = 2_000;

/**
 * Requests per two seconds and address, as OKX's documentation gives them (copies of it, read in November
 * 2026; those of `instruments`, `tickers`, `ticker`, `time` and `mark-price` from general knowledge). Funding
 * is counted for each market by itself.
 */
export const OKX_LIMITS: readonly Limit[] = [
  limitOf('/api/v5/market/history-candles', 20),
  limitOf('/api/v5/market/history-mark-price-candles', 10),
  limitOf('/api/v5/market/candles', 40),
  limitOf('/api/v5/market/books', 40),
  limitOf('/api/v5/market/tickers', 20),
  limitOf('/api/v5/market/ticker', 20),
  limitOf('/api/v5/public/instruments', 20),
  limitOf('/api/v5/public/time', 10),
  limitOf('/api/v5/public/mark-price', 10),
  limitOf('/api/v5/public/funding-rate', 10, 'instId'),
  limitOf('/api/v5/public/funding-rate-history', 10, 'instId'),
];

function limitOf(path: string, most: number, perParameter?: string): Limit {
  return {
    name: `okx ${path.replace(/^.*\//, '')}`,
    most,
    windowMs: WINDOW_MS,
    banMs: 0,
    charge: (question) => {
      if (question.path !== path) return { cost: 0 };
      const bucket = perParameter && question.query[perParameter];
      return bucket === undefined ? { cost: 1 } : { cost: 1, bucket };
    },
  };
}
