import { z } from 'zod';
import { count, epochMs, sha256, source, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText, symbolText } from '../query-values.js';

const known = z.number().nullable();

/** How the closed trades of one market came out; each net is a fraction of one leg's notional, after all costs. */
export const tradeRange = z.object({
  trades: count,
  won: count,
  mean: known,
  /** Between these the mean lies with 95 %, by bootstrap; null for fewer than two trades. */
  low: known,
  high: known,
  worst: known,
  best: known,
});

export const MarketResultRoute = {
  method: 'get',
  path: '/api/market-result',
  topic: 'backtests',
  summary:
    'What the newest stored backtest that holds a market says of its trades in it, with intervals; null where none of the last results does',
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The first one, when left out'),
    symbol: symbolText,
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    /** How many results are stored, of whatever markets. */
    stored: count,
    result: z
      .object({
        sha256,
        createdAtMs: epochMs,
        source,
        window: timeWindow,
        strategy: z.string(),
        sizing: z.string(),
        /** How many markets it played. */
        markets: count,
        /** Why running it again would not give the same. */
        stale: z.string().nullable(),
        ofMarket: tradeRange,
        /** Still open when it ended. */
        open: count,
        /** Of the whole result, on capital: fractions a year, with its interval of 95 %. */
        yearlyYield: known,
        yearlyYieldLow: known,
        yearlyYieldHigh: known,
      })
      .nullable(),
  }),
} as const satisfies HttpRoute;
