import { z } from 'zod';
import { candleKind, epochMs, gapStatus, timeframe, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { epochMsText, exchangeText, rowsFormat, symbolText } from '../query-values.js';

/** What one request may ask for; a year of 1h candles is 8,784 at most. */
export const MOST_CANDLES = 10_000;

/** The same as a stream of columns: more than two years of minutes. */
export const MOST_STREAMED_CANDLES = 1_100_000;

/**
 * Why a stretch of a window has no rows: a gap's status; never asked for so far (`fetching`: rows come in now);
 * or `not-collected`, outside the look-back. What is not due yet is none.
 */
export const holeStatus = z.enum([
  ...gapStatus.options,
  'not-fetched',
  'fetching',
  'not-collected',
]);
export type HoleStatus = z.infer<typeof holeStatus>;

/** Every stretch of a window that has no rows: nothing is drawn there, and nothing is joined over it. */
export const holesWithin = z.array(timeWindow.extend({ status: holeStatus }));

export const CandlesRoute = {
  method: 'get',
  path: '/api/candles',
  topic: 'markets',
  summary: `Closed candles of one market, at most ${MOST_CANDLES} a request, ${MOST_STREAMED_CANDLES} as an Arrow stream`,
  csv: true,
  arrow: true,
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The one that is collected, when left out'),
    symbol: symbolText,
    kind: candleKind.optional().describe('Those of the perpetual’s trades, when left out'),
    timeframe: timeframe.optional().describe('The one that is collected, when left out'),
    fromMs: epochMsText
      .optional()
      .describe('A year before toMs, or as much as one request may have'),
    toMs: epochMsText.optional().describe('Not included; the newest candle, when left out'),
    format: rowsFormat,
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    kind: candleKind,
    timeframe,
    window: timeWindow,
    candles: z
      .array(z.tuple([epochMs, z.number(), z.number(), z.number(), z.number(), z.number()]))
      .describe(
        '[openAtMs, open, high, low, close, volume]; prices in the quote currency, volume in base currency',
      ),
    holes: holesWithin,
  }),
} as const satisfies HttpRoute;
