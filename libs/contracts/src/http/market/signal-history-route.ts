import { z } from 'zod';
import { epochMs, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { epochMsText, exchangeText, symbolText } from '../query-values.js';
import { citedProof } from './signals-route.js';

/** The longest window of one request; settled every hour it holds 9,600 settlements. */
export const MOST_SIGNAL_DAYS = 400;

const known = z.number().nullable();

export const SignalHistoryRoute = {
  method: 'get',
  path: '/api/signals/history',
  topic: 'markets',
  summary: `The signals of a market at each of its proven settlements, as whoever looked then would have had them; at most ${MOST_SIGNAL_DAYS} days a request`,
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The first one, when left out'),
    symbol: symbolText,
    fromMs: epochMsText.optional().describe('A year before toMs, when left out'),
    toMs: epochMsText.optional().describe('Not included; now, when left out'),
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    window: timeWindow,
    /** Which series is not proven: then there is no point. */
    unproven: z.string().nullable(),
    certificates: z.array(citedProof),
    points: z
      .array(
        z.object({
          settledAtMs: epochMs,
          level: known,
          trend: known,
          slope: known,
          persistence: known,
          basisScore: known,
          turnoverTrend: known,
        }),
      )
      .describe('Null: too few rows to tell. Units and signs: docs/SIGNALS.md'),
  }),
} as const satisfies HttpRoute;
