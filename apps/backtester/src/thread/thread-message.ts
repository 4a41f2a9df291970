import { sweepProgress } from '@fullcarry/contracts/facts/backtest-progress-v1';
import { askedBacktest, askedSweep } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { z } from 'zod';

/** What a thread is started with. */
export const threadTask = z.object({
  databaseUrl: z.string(),
  asked: askedBacktest,
  sweep: askedSweep.optional(),
  /** How many threads a sweep may have of its own. */
  threads: z.int().min(1),
});
export type ThreadTask = z.output<typeof threadTask>;

const because = z.string();

/** What a thread says: how far it is, then its end. */
export const threadMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    share: z.number(),
    sweep: sweepProgress.optional(),
  }),
  z.object({ kind: z.literal('done'), sha256: z.string(), text: z.string() }),
  /** What was asked can't be had: not proven, or not stored. */
  z.object({ kind: z.literal('refused'), reason: because }),
  z.object({ kind: z.literal('failed'), reason: because }),
  /** It may work when it is asked again. */
  z.object({ kind: z.literal('later'), reason: because }),
  /** The database can't be used: nothing can be run here. */
  z.object({ kind: z.literal('unusable'), reason: because }),
]);
export type ThreadMessage = z.output<typeof threadMessage>;

/** How much of the window, or of all that a sweep plays, is played, 0 to 1. */
export type ThreadProgress = Extract<ThreadMessage, { kind: 'progress' }>;

/** `aborted`: it was told to end. */
export type ThreadEnd = Exclude<ThreadMessage, { kind: 'progress' }> | { readonly kind: 'aborted' };
