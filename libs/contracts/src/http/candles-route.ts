import { z } from 'zod';
import { epochMs, gapStatus, timeframe, timeWindow } from '../values.js';
import type { HttpRoute } from './http-route.js';
import { epochMsText, exchangeText, format, symbolText } from './query-values.js';

/** What one request may ask for; a year of 1h candles is 8,784 at most. */
export const MOST_CANDLES = 10_000;

/** Holes inside a window: nothing is drawn there, and nothing is joined over them. */
export const holesWithin = z.array(timeWindow.extend({ status: gapStatus }));

export const CandlesRoute = {
  method: 'get',
  path: '/api/candles',
  topic: 'markets',
  summary: `Closed candles of one market, at most ${MOST_CANDLES} a request`,
  csv: true,
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The one that is collected, when left out'),
    symbol: symbolText,
    timeframe: timeframe.optional().describe('The one that is collected, when left out'),
    fromMs: epochMsText
      .optional()
      .describe('A year before toMs, or as much as one request may have'),
    toMs: epochMsText.optional().describe('Not included; the newest candle, when left out'),
    format,
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    timeframe,
    window: timeWindow,
    candles: z
      .array(z.tuple([epochMs, z.number(), z.number(), z.number(), z.number(), z.number()]))
      .describe(
        '[openAtMs, open, high, low, close, volume]; prices in USDT, volume in base currency',
      ),
    holes: holesWithin,
  }),
} as const satisfies HttpRoute;
