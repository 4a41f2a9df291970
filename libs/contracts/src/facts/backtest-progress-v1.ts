import { SWEEP_KINDS } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { z } from 'zod';
import { count, epochMs, sha256, timeframe, timeWindow } from '../values.js';

/** The first two go on, the others are ends. `refused`: what was asked can't be had; `failed`: the run itself. */
export const BACKTEST_STATES = [
  'queued',
  'running',
  'done',
  'refused',
  'failed',
  'cancelled',
] as const;
export type BacktestState = (typeof BACKTEST_STATES)[number];

/** So many lines of a reason are kept, and so many letters of each: a window may lack a thousand series. */
const MOST_LINES = 50;
const LONGEST_LINE = 400;

/** How far the runs of a sweep are. */
export const sweepProgress = z.object({
  kind: z.enum(SWEEP_KINDS),
  /** Runs that are done, of how many; 0 of 0 until it is begun. */
  done: count,
  of: count,
  /**
   * What earned most so far: of a sweep on the whole window, of a walk-forward on what a fold learns from. In sample either way,
   * and no result.
   */
  best: z.object({ chosen: z.record(z.string(), z.number()), netUsdt: z.number() }).nullable(),
});
export type SweepProgress = z.output<typeof sweepProgress>;

/**
 * How far a backtest or a sweep is, and what came of it. Published by the backtester that queued, runs or ended it, at most twice a
 * second; consumed by the gateway. The last one of each id is kept for a week. Losing one costs nothing but news.
 */
export const BacktestProgressV1 = {
  subject: 'backtest.progress',
  schema: z.object({
    v: z.literal(1),
    /** Of what is asked: see job-backtest-v1.ts. */
    id: sha256,
    atMs: epochMs,
    state: z.enum(BACKTEST_STATES),
    askedAtMs: epochMs,
    asked: z.object({
      exchange: z.string(),
      timeframe,
      window: timeWindow,
      markets: count,
    }),
    /** Of a sweep; null where it is a single run. */
    sweep: sweepProgress.nullable().default(null),
    /** How much of the window, or of all that a sweep plays, is played, 0 to 1; 0 while its rows are read. */
    share: z.number().min(0).max(1),
    etaSeconds: z.number().nonnegative().nullable(),
    /** How often it was begun; more than once where a backtester was killed. */
    attempt: count,
    /** Which backtester published it: host and process number. */
    instance: z.string(),
    /** The name of the result, among the backtests or the sweeps; null until it is done. */
    sha256: sha256.nullable(),
    /** Why there is no result, a line for each series; null where there is one, or may be. */
    reason: z
      .string()
      .max(MOST_LINES * (LONGEST_LINE + 1))
      .nullable(),
  }),
} as const;
export type BacktestProgress = z.infer<typeof BacktestProgressV1.schema>;

export function backtestProgressSubject(id: string): string {
  return `${BacktestProgressV1.subject}.${id}`;
}

export function isOver(state: BacktestState): boolean {
  return state !== 'queued' && state !== 'running';
}

/** As much of a reason as a fact carries. */
export function boundedReason(text: string): string {
  const lines = text.split('\n');
  const kept = lines.length > MOST_LINES ? lines.slice(0, MOST_LINES - 1) : lines;
  const more = lines.length - kept.length;
  return [...kept.map(shortened), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function shortened(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}…` : line;
}
