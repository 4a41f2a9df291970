import { SWEEP_KINDS } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { z } from 'zod';
import { sweepDocumentV1 } from '../../backtest/sweep-document-v1.js';
import { sweepWish } from '../../backtest/sweep-wish.js';
import { BacktestSweepCommandV1 } from '../../commands/backtest-commands-v1.js';
import { count, epochMs, sha256, source, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { wholeNumberText } from '../query-values.js';
import { hashText, stale } from './backtests-route.js';

/** A stored sweep without its runs. All but `outOfSample` is what it was asked. */
export const sweepSummary = z.object({
  sha256,
  /** When it was first made. */
  createdAtMs: epochMs,
  kind: z.enum(SWEEP_KINDS),
  venue: z.string(),
  source,
  timeframe: z.string(),
  window: timeWindow,
  symbols: z.array(z.string()),
  /** Short names of what is assumed although it is not stored. */
  assumed: z.array(z.string()),
  /** The settings that were tried otherwise, by their names; how many combinations, and how many runs were done. */
  tried: z.array(z.string()),
  candidates: count,
  runs: count,
  folds: count,
  outOfSample: sweepDocumentV1.shape.walkForward.shape.outOfSample,
  overfitting: sweepDocumentV1.shape.overfitting,
  /** Null while running it again would read the same rows with the same engine. */
  stale: stale.nullable(),
});
export type SweepSummary = z.output<typeof sweepSummary>;

export const SweepRunRoute = {
  method: 'post',
  path: '/api/sweeps',
  topic: 'backtests',
  summary:
    'Queue a sweep or a walk-forward; answers the id by which /api/backtests/runs/:id answers with its state. The same question is queued once',
  body: sweepWish,
  reply: BacktestSweepCommandV1.reply.omit({ v: true }),
  status: 202,
  changes: true,
} as const satisfies HttpRoute;

export const SweepsRoute = {
  method: 'get',
  path: '/api/sweeps',
  topic: 'backtests',
  summary: 'The stored sweeps and walk-forwards without their runs, the newest first',
  query: z.strictObject({
    hash: hashText.optional().describe('only those whose hash begins so'),
    limit: wholeNumberText({ min: 1, max: 100 }).default(20),
    offset: wholeNumberText({ min: 0, max: 1_000_000 }).default(0),
  }),
  reply: z.object({ total: count, sweeps: z.array(sweepSummary) }),
} as const satisfies HttpRoute;

export const SweepRoute = {
  method: 'get',
  path: '/api/sweeps/:hash',
  topic: 'backtests',
  summary: 'One sweep as it is stored, with every run: canonical JSON, whose SHA-256 is the hash',
  params: z.object({ hash: hashText }),
  reply: sweepDocumentV1,
} as const satisfies HttpRoute;
