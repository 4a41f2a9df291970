import { z } from 'zod';
import { count, epochMs, sha256, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText } from '../query-values.js';

/** How far back, in days; `all`: as far as is proven. */
export const EXPLORER_DAYS = ['7', '30', '90', 'all'] as const;

/** Of each settlement 8,760 · rate / hours: fractions a year, not compounded; positive is earned by a short. */
const distribution = z.object({
  settlements: count,
  hours: z.number(),
  intervalHours: z.number(),
  /** 8,760 · Σ rate / Σ hours. */
  mean: z.number(),
  median: z.number(),
  deviation: z.number().nullable(),
  lowest: z.number(),
  p5: z.number(),
  p25: z.number(),
  p75: z.number(),
  p95: z.number(),
  highest: z.number(),
  sharePositive: z.number(),
  /** Equal bins over the 1st to the 99th percentile; what lies outside is counted beside them. */
  histogram: z.object({
    from: z.number(),
    step: z.number(),
    counts: z.array(count),
    below: count,
    above: count,
  }),
});

export const exploredMarket = z.object({
  exchange: z.string(),
  symbol: z.string(),
  nativeId: z.string(),
  /** The coin, by which markets of several exchanges stand side by side. */
  asset: z.string(),
  /** Null while its settlements are not proven, or none lies in the window: `unproven` says which. */
  funding: distribution.nullable(),
  /** Mean less the costs of a round trip over the holding time: fraction a year, and of one settlement. */
  netYearly: z.number().nullable(),
  netPeriod: z.number().nullable(),
  unproven: z.string().nullable(),
  /** By which certificate, and what of its window counted. */
  proof: z.object({ sha256, issuedAtMs: epochMs, window: timeWindow }).nullable(),
});
export type ExploredMarket = z.output<typeof exploredMarket>;

export const ExplorerRoute = {
  method: 'get',
  path: '/api/explorer',
  topic: 'markets',
  summary:
    'How the proven settlements of every tracked market were spread over the last days, and what is left after costs; the most first',
  query: z.strictObject({
    exchange: exchangeText.optional().describe('All of them, when left out'),
    days: z
      .enum(EXPLORER_DAYS, { message: `allowed are ${EXPLORER_DAYS.join(', ')}` })
      .default('30'),
  }),
  reply: z.object({
    days: z.enum(EXPLORER_DAYS),
    /** By which costs are spread; of the desk's settings, or their defaults where no desk published any yet. */
    costs: z.object({
      roundTrip: z.number(),
      holdingHours: z.number(),
      from: z.enum(['desk', 'defaults']),
    }),
    markets: z.array(exploredMarket),
  }),
} as const satisfies HttpRoute;
