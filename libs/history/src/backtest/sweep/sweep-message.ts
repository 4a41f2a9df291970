import type { BacktestSettings } from '@fullcarry/domain/backtest/backtest-input';
import type { BacktestMetrics } from '@fullcarry/domain/backtest/statistics/metrics';
import type { PlayedRun } from '@fullcarry/domain/backtest/walk-forward/play';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { AskedBacktest } from '../do-backtest.js';
import type { ReadRows } from '../read-histories.js';

// What passes between a sweep and its threads is made here and read here, and copied in between: that it is there is all that can
// be asked of it.
const isThere = (value: unknown) => typeof value === 'object' && value !== null;

/** What a thread is started with: all that its runs have in common. The columns of the rows are shared, and not copied. */
export const sweepStart = z.custom<{ readonly asked: AskedBacktest; readonly read: ReadRows }>(
  isThere,
);

/** One run to do: the whole window as a document, or a part of it for walking forward. */
export interface SweepRun {
  readonly settings: BacktestSettings;
  readonly part?: { readonly window: TimeWindow; readonly tradeFromMs: number };
}
export const sweepRun = z.custom<SweepRun>(isThere);

/** What came of a run of the whole window. */
export interface SweptRun extends Omit<PlayedRun, 'trades'> {
  readonly sha256: string;
  readonly metrics: BacktestMetrics;
}

export type SweepMessage =
  | { readonly kind: 'whole'; readonly run: SweptRun }
  | { readonly kind: 'part'; readonly run: PlayedRun }
  | { readonly kind: 'failed'; readonly reason: string };
export const sweepMessage = z.custom<SweepMessage>(isThere);
