import { z } from 'zod';
import { count, epochMs, gapStatus, source, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { exchangeText, symbolText } from '../query-values.js';
import { seriesSummary } from './series-summary.js';

/**
 * `not-fetched`: never asked for so far, as on a first start; `fetching`: the same while rows come in now;
 * `missing`: asked for and not there, asked for again later.
 */
export const coverageStatus = z.enum([
  'present',
  'missing',
  'not-fetched',
  'fetching',
  'confirmed-empty',
  'before-listing',
  'after-delisting',
  'before-history',
]);
export type CoverageStatus = z.infer<typeof coverageStatus>;

/**
 * How many settlements are what the exchange's formula makes of its premium index, to 1e-6, in the last 30 certified days.
 *
 * `compared`: those of which every minute of the interval is there. `share`: matching / compared; null where none was
 * compared. `interestRate`: of 8 hours, the one by which most match. `research`: which rate stands for the predicted one.
 */
const rateMatch = z.object({
  settlements: count,
  compared: count,
  matching: count,
  share: z.number().min(0).max(1).nullable(),
  interestRate: z.number(),
  research: z.enum(['rebuilt', 'last-settled']),
});

export const marketCoverage = z.object({
  exchange: z.string(),
  symbol: z.string(),
  nativeId: z.string(),
  source,
  tracked: z.boolean(),
  listedAtMs: epochMs.nullable(),
  delistedAtMs: epochMs.nullable(),
  /** Null where no premium index is kept or proven, or the formula is not known: research takes the last settled rate. */
  rateMatch: rateMatch.nullable(),
  series: z.array(
    z.object({
      summary: seriesSummary,
      /** The spot market that its rows are of; null for those of the perpetual. */
      spotNativeId: z.string().nullable(),
      /** The look-back, from its UTC day to the last row due. */
      window: timeWindow,
      /** The whole window in disjoint, ascending pieces. */
      pieces: z.array(timeWindow.extend({ status: coverageStatus })),
      gaps: z.array(
        timeWindow.extend({
          status: gapStatus,
          rowsExpected: count,
          /** Checked answers that agreed that it is empty. */
          observations: count,
          firstObservedAtMs: epochMs,
          lastObservedAtMs: epochMs,
          nextTryAtMs: epochMs,
          /** What was seen, in one line for people. */
          evidence: z.string(),
        }),
      ),
      /** Rows that came back different, ever. */
      revisions: count,
      certificateIssuedAtMs: epochMs.nullable(),
    }),
  ),
});
export type MarketCoverage = z.infer<typeof marketCoverage>;

export const MarketCoverageRoute = {
  method: 'get',
  path: '/api/markets/:exchange/:symbol/coverage',
  topic: 'markets',
  summary: 'What of one market is proven, what is missing, and the evidence of each gap',
  params: z.object({ exchange: exchangeText, symbol: symbolText }),
  reply: marketCoverage,
} as const satisfies HttpRoute;
