import { z } from 'zod';
import { backtestWish } from '../backtest/backtest-wish.js';
import { sweepWish } from '../backtest/sweep-wish.js';
import { BACKTEST_STATES } from '../facts/backtest-progress-v1.js';
import { decisionReportV1 } from '../backtest/decision-report-v1.js';
import { count, epochMs, sha256 } from '../values.js';

const v = z.literal(1);

/** So many decisions are reported at once. */
export const MOST_DECISIONS = 100;

/**
 * Queue a backtest. One backtester finds its markets and answers at once; any of them runs it. Refused for a market that is
 * not stored, for more rows than a run may have, and while too many wait.
 */
export const BacktestRunCommandV1 = {
  subject: 'order.backtest.run',
  ask: z.object({ v, wish: backtestWish }),
  reply: z.object({
    v,
    /** By which its state is published: `backtest.progress.<id>`. The same question has the same. */
    id: sha256,
    /** False where the same question waits or is being run already. */
    isNew: z.boolean(),
    /** How many wait or are being run, this one included. */
    queued: count,
  }),
} as const;

/** Queue a sweep or a walk-forward: one job, of whoever takes it. The same refusals, and of more runs than a sweep may have. */
export const BacktestSweepCommandV1 = {
  subject: 'order.backtest.sweep',
  ask: z.object({ v, wish: sweepWish }),
  reply: BacktestRunCommandV1.reply,
} as const;

/**
 * Play a stored result again up to an instant, and report the decisions from it on. Refused for a result that is stale: its
 * decisions can't be had again, and those of other rows would not be its own.
 */
export const BacktestDecisionsCommandV1 = {
  subject: 'order.backtest.decisions',
  ask: z.object({
    v,
    sha256,
    fromMs: epochMs,
    /** How many decisions at the most; fewer come where they would be larger than a message. */
    most: z.int().min(1).max(MOST_DECISIONS),
  }),
  reply: z.object({ v, decisions: z.array(decisionReportV1) }),
} as const;

/** Give up a backtest or a sweep that waits or is being run. Refused where none is known, and where it is over. */
export const BacktestCancelCommandV1 = {
  subject: 'order.backtest.cancel',
  ask: z.object({ v, id: sha256 }),
  reply: z.object({ v, id: sha256, state: z.enum(BACKTEST_STATES) }),
} as const;

/** To all backtesters: whoever runs this one gives it up. Its state says so too, for who hears nothing. */
export const BacktestCancelledV1 = {
  subject: 'backtesters.cancelled',
  schema: z.object({ v, id: sha256 }),
} as const;
