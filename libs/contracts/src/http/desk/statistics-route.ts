import { z } from 'zod';
import { count, decimal, epochMs } from '../../values.js';
import type { HttpRoute } from '../http-route.js';

/** Amounts in USDT, exact. Earned is positive, fees are paid: prices + funding − fees = net. */
const earned = { pricesUsdt: decimal, fundingUsdt: decimal, feesUsdt: decimal, netUsdt: decimal };

/** One UTC day of the desk. `netUsdt` also has what people corrected that day. */
export const deskDay = z.object({ dayMs: epochMs, ...earned, equityUsdt: decimal });
export type DeskDay = z.infer<typeof deskDay>;

export const marketResult = z.object({
  symbol: z.string(),
  nativeId: z.string(),
  positions: count,
  open: count,
  settlements: count,
  ...earned,
});
export type MarketResult = z.infer<typeof marketResult>;

export const StatisticsRoute = {
  method: 'get',
  path: '/api/desk/statistics',
  topic: 'desk',
  summary: 'What the desk earned by day and by market, its yield, drawdown, wins and losses',
  reply: z.object({
    /** Of the equity curve; null before the second point. */
    fromMs: epochMs.nullable(),
    toMs: epochMs.nullable(),
    startingEquityUsdt: decimal,
    equityUsdt: decimal,
    /** Simple, of the starting equity a year, fraction; null before a whole day has passed. */
    yieldOnCapital: z.number().nullable(),
    /** The deepest fall of equity from a peak before it, fraction of the peak, ≥ 0. */
    maxDrawdown: z.number(),
    /** Of closed positions: how many earned after costs, and what they earned together. */
    wins: count,
    winsUsdt: decimal,
    losses: count,
    lossesUsdt: decimal,
    /** Of closed positions; null before the first. */
    meanHoldingHours: z.number().nullable(),
    /** The newest last; at most 400. */
    days: z.array(deskDay),
    /** What earned most first. */
    markets: z.array(marketResult),
  }),
} as const satisfies HttpRoute;
