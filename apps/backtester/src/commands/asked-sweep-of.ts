import { wishedLengths } from '@fullcarry/contracts/backtest/fold-wish';
import { candidatesOf } from '@fullcarry/contracts/backtest/sweep-search';
import {
  MOST_SWEEP_CANDIDATES,
  MOST_SWEEP_CANDLES,
  sweptCandles,
  type SweepWish,
} from '@fullcarry/contracts/backtest/sweep-wish';
import type { AskedSweep, JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { PermanentError } from '@fullcarry/domain/errors';

/** What a wish asks of a sweep, once the markets of its backtest are known. Errors: PermanentError for more than one may play. */
export function askedSweepOf(
  wish: SweepWish,
  { settings, rows }: JobBacktest['asked'],
): AskedSweep {
  const { kind, search, folds } = wish;
  const candidates = candidatesOf(settings, search, MOST_SWEEP_CANDIDATES);
  const candles = sweptCandles(wish, candidates) * rows.symbols.length;
  if (candles > MOST_SWEEP_CANDLES) {
    throw new PermanentError(
      `All runs together would play ${candles} candles, and a sweep plays at most ${MOST_SWEEP_CANDLES}: try fewer settings, markets or days`,
    );
  }
  return { kind, search, lengths: wishedLengths(folds, candidates) };
}
