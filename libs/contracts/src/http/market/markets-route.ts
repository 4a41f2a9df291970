import { z } from 'zod';
import { count, decimal, epochMs, source } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText, format, page } from '../query-values.js';
import { seriesSummary } from './series-summary.js';

/**
 * `ready`: every series proven. `fetching`: tracked, not all there yet. `degraded`: it has holes and is closed
 * to trading. `left`: was tracked once, its data is kept. `live`: only its current rate is known.
 */
export const marketState = z.enum(['ready', 'fetching', 'degraded', 'left', 'live']);
export type MarketState = z.infer<typeof marketState>;

/**
 * What the stored history of a tracked market says of its last month. Yields are fractions a year, not compounded,
 * before costs; null where the days have no settlement whose step is proven.
 */
export const marketFigures = z.object({
  mean7d: z.number().nullable(),
  mean30d: z.number().nullable(),
  /** The mean of each of the last thirty days, the newest last. */
  daily: z.array(z.number().nullable()),
  /** Close of the candle that was open 24 hours ago, in the quote currency. */
  price24hAgo: z.number().nullable(),
});
export type MarketFigures = z.infer<typeof marketFigures>;

/** One market as the table shows it; null is unknown, never 0. Rates are fractions of notional, yields fractions a year. */
export const marketSummary = z.object({
  exchange: z.string(),
  symbol: z.string(),
  nativeId: z.string(),
  source,
  state: marketState,
  tracked: z.boolean(),
  /** By turnover among the tracked, 1 is the most traded. */
  rank: z.int().positive().nullable(),
  turnoverUsdt24h: decimal.nullable(),
  listedAtMs: epochMs.nullable(),
  delistedAtMs: epochMs.nullable(),
  /** Of the settlement at `nextFundingAtMs`: a prediction, never a settled rate. */
  predictedRate: decimal.nullable(),
  nextFundingAtMs: epochMs.nullable(),
  intervalMinutes: z.int().positive().nullable(),
  markPrice: decimal.nullable(),
  /** In units of the market; null where the exchange does not give it. */
  openInterest: decimal.nullable().optional(),
  spotSymbol: z.string().nullable(),
  lastSettled: z
    .object({
      settledAtMs: epochMs,
      rate: decimal,
      intervalMinutes: z.int().positive().nullable(),
    })
    .nullable(),
  /** From the desk's last cycle, after all costs of a round trip. */
  netYield: z.number().nullable(),
  /** What the last cycle did about the market, and why. */
  verdict: z
    .object({
      action: z.enum(['opened', 'closed', 'held', 'passed']),
      reasonCode: z.string(),
      reason: z.string(),
    })
    .nullable(),
  series: z.array(seriesSummary),
  /** Of tracked markets; read again every few minutes. */
  figures: marketFigures.optional(),
});
export type MarketSummary = z.infer<typeof marketSummary>;

export const MarketsRoute = {
  method: 'get',
  path: '/api/markets',
  topic: 'markets',
  summary:
    'The markets of one exchange or of all that are served here: rank, turnover, rates, yield, completeness; the tracked ones first, by rank',
  csv: true,
  query: z.strictObject({
    exchange: exchangeText.optional(),
    scope: z.enum(['all', 'tracked'], { message: 'allowed is all or tracked' }).default('all'),
    ...page,
    format,
  }),
  reply: z.object({
    exchange: z.string(),
    /** The exchange's time of the rates of `exchange`; null while none are known. */
    ratesAtMs: epochMs.nullable(),
    ratesStale: z.boolean(),
    cycleNumber: count.nullable(),
    total: count,
    markets: z.array(marketSummary),
  }),
} as const satisfies HttpRoute;
