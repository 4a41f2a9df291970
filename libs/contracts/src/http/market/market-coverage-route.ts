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

export const marketCoverage = z.object({
  exchange: z.string(),
  symbol: z.string(),
  nativeId: z.string(),
  source,
  tracked: z.boolean(),
  listedAtMs: epochMs.nullable(),
  delistedAtMs: epochMs.nullable(),
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
