import { z } from 'zod';
import { decimal, epochMs, timeWindow } from '../../values.js';
import { holesWithin } from './candles-route.js';
import type { HttpRoute } from '../http-route.js';
import { epochMsText, exchangeText, rowsFormat, symbolText } from '../query-values.js';

/** The longest window of one request; settled every hour it holds 26,304 settlements. */
export const MOST_FUNDING_DAYS = 1096;

export const FundingRatesRoute = {
  method: 'get',
  path: '/api/funding-rates',
  topic: 'markets',
  summary: `Settled funding of one market, at most ${MOST_FUNDING_DAYS} days a request`,
  csv: true,
  arrow: true,
  query: z.strictObject({
    exchange: exchangeText.optional().describe('The one that is collected, when left out'),
    symbol: symbolText,
    fromMs: epochMsText.optional().describe('A year before toMs, when left out'),
    toMs: epochMsText.optional().describe('Not included; the newest settlement, when left out'),
    format: rowsFormat,
  }),
  reply: z.object({
    exchange: z.string(),
    symbol: z.string(),
    nativeId: z.string(),
    window: timeWindow,
    settlements: z
      .array(z.tuple([epochMs, decimal, z.int().positive().nullable()]))
      .describe(
        '[settledAtMs, rate, intervalMinutes]; rate: fraction of notional, exact, positive is paid by longs to shorts; intervalMinutes: since the settlement before, null where that is not proven',
      ),
    holes: holesWithin,
  }),
} as const satisfies HttpRoute;
