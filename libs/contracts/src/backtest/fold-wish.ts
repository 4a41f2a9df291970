import {
  foldsOf,
  type Fold,
  type FoldLengths,
} from '@fullcarry/domain/backtest/walk-forward/folds';
import { PermanentError } from '@fullcarry/domain/errors';
import { DAY_MS, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';

/** Ten days of settlements each 8 h are needed before anything is opened. */
const LEAST_TRAINING_DAYS = 20;

/** How a window is cut, in days. */
export const foldWish = z.strictObject({
  /** `rolling`: learn from as long a stretch; `anchored`: from all that came before. */
  kind: z.enum(['rolling', 'anchored']).default('rolling'),
  /** What a fold learns from, and what it is tested on. */
  trainDays: z.int().min(1).max(100_000).default(90),
  testDays: z.int().min(1).max(100_000).default(30),
  /** Between the two; the longest holding time of all that is tried where it is left out, which is the least. */
  purgeDays: z.int().min(0).max(100_000).optional(),
});
export type FoldWish = z.output<typeof foldWish>;

interface Held {
  readonly settings: { readonly holdingHours: number };
}

/** `candidates`: the longest of them to be held decides the purge where none is asked. */
export function wishedLengths(
  { kind, trainDays, testDays, purgeDays }: FoldWish,
  candidates: readonly Held[],
): FoldLengths {
  const least = Math.ceil((longestHours(candidates) * HOUR_MS) / DAY_MS);
  return {
    kind,
    trainMs: trainDays * DAY_MS,
    testMs: testDays * DAY_MS,
    purgeMs: (purgeDays ?? least) * DAY_MS,
  };
}

/** Errors: PermanentError where not one fold has room, or one could not learn or would reach into its test. */
export function wishedFolds(
  window: TimeWindow,
  wish: FoldWish,
  candidates: readonly Held[],
): readonly Fold[] {
  if (wish.trainDays < LEAST_TRAINING_DAYS) {
    throw new PermanentError(
      `A fold learns from at least ${LEAST_TRAINING_DAYS} days: nothing is opened before 30 settlements are known`,
    );
  }
  try {
    const holdingMs = longestHours(candidates) * HOUR_MS;
    return foldsOf(window, wishedLengths(wish, candidates), holdingMs);
  } catch (error) {
    if (error instanceof RangeError) throw new PermanentError(error.message);
    throw error;
  }
}

function longestHours(candidates: readonly Held[]): number {
  return candidates.reduce((most, { settings }) => Math.max(most, settings.holdingHours), 0);
}
