import type { Limit } from '../api/limit.js';
import type { Query, Question } from '../api/question.js';
import { HOUR_MS } from '../clock/durations.js';
import { CANDLES_KEPT } from './hyperliquid-candle-snapshot.js';
import { SETTLEMENTS_PER_PAGE } from './hyperliquid-funding-history.js';

/**
 * 1,200 a minute and address, by weight (hyperliquid-docs/for-developers/api/rate-limits): 20, or 2 for a few
 * types; one more for every 60 candles or 20 settlements of the answer.
 *
 * What the rows weigh is counted by the window, before they are read: never less than the exchange counts.
 * A breach is HTTP 429; whether it ever bans is not documented.
 */
export const HYPERLIQUID_LIMITS: readonly Limit[] = [
  {
    name: 'hyperliquid',
    most: 1_200,
    windowMs: 60_000,
    banMs: 0,
    charge: (question) => ({ cost: weightOf(question) }),
  },
];

function weightOf({ path, query }: Question): number {
  switch (path) {
    case '/info/exchangeStatus':
    case '/info/l2Book':
      return 2;
    case '/info/candleSnapshot':
      return 20 + Math.ceil(hoursOf(query, CANDLES_KEPT) / 60);
    case '/info/fundingHistory':
      return 20 + Math.ceil(hoursOf(query, SETTLEMENTS_PER_PAGE) / 20);
    default:
      return 20;
  }
}

/** How many hours begin within the bounds, both included, at most so many. */
function hoursOf({ startTime, endTime }: Query, most: number): number {
  if (startTime === undefined || endTime === undefined) return most;
  const hours = Math.floor(Number(endTime) / HOUR_MS) - Math.ceil(Number(startTime) / HOUR_MS) + 1;
  return Math.min(most, Math.max(0, hours));
}
