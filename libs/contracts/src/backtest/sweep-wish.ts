import { PermanentError } from '@fullcarry/domain/errors';
import { SWEEP_KINDS } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { durationMs } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { z } from 'zod';
import { backtestWish, wishedSettings } from './backtest-wish.js';
import { foldWish, wishedFolds } from './fold-wish.js';
import { candidatesOf, sweepSearch } from './sweep-search.js';

/** The most settings that a service tries in one sweep. */
export const MOST_SWEEP_CANDIDATES = 1_000;

/** The most candles that all runs of a sweep play together: half a night of two cores. */
export const MOST_SWEEP_CANDLES = 1_000_000_000;

/** What a person asks of a sweep: one backtest, settings of it to try otherwise, and how a window is cut into folds. */
export const sweepWish = z
  .strictObject({
    kind: z.enum(SWEEP_KINDS).default('sweep'),
    backtest: backtestWish,
    search: sweepSearch,
    folds: foldWish.prefault({}),
  })
  .superRefine((wish, context) => {
    const { backtest, search, folds } = wish;
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    try {
      const candidates = candidatesOf(wishedSettings(backtest), search, MOST_SWEEP_CANDIDATES);
      try {
        wishedFolds(backtest.window, folds, candidates);
      } catch (error) {
        if (!(error instanceof PermanentError)) throw error;
        refuse('folds', error.message);
      }
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      refuse('search', error.message);
    }
  });
export type SweepWish = z.output<typeof sweepWish>;

/** How many candles of one market are played by a sweep of so many candidates. */
export function sweptCandles(
  { kind, backtest, folds }: SweepWish,
  candidates: readonly { readonly settings: { readonly holdingHours: number } }[],
): number {
  const cut = wishedFolds(backtest.window, folds, candidates);
  const whole = kind === 'sweep' ? durationMs(backtest.window) * candidates.length : 0;
  const learnt = cut.reduce((all, { train }) => all + durationMs(train), 0) * candidates.length;
  const tested = cut.reduce((all, { train, test }) => all + test.toMs - train.fromMs, 0);
  return (whole + learnt + tested) / timeframeMs(backtest.timeframe);
}
