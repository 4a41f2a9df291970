import { within, type TimeWindow } from '../../time-window.js';

/** `rolling`: each fold learns from as long a stretch; `anchored`: from all that came before it. */
export type WalkForwardKind = 'rolling' | 'anchored';

export interface FoldLengths {
  readonly kind: WalkForwardKind;
  /** What the first fold learns from. */
  readonly trainMs: number;
  readonly testMs: number;
  /** Between what is learnt from and what is tested: what was opened before its end would reach into the test. */
  readonly purgeMs: number;
}

/** Settings are chosen on `train` and judged on `test`, which comes later. */
export interface Fold {
  readonly train: TimeWindow;
  readonly test: TimeWindow;
}

/**
 * Returns the folds of a window, the first one first; their tests follow each other without a gap. What is left at the end
 * and too short for a test is not used.
 *
 * Errors: RangeError when the purge is shorter than a position is expected to be held, or not even one fold has room.
 */
export function foldsOf(
  window: TimeWindow,
  { kind, trainMs, testMs, purgeMs }: FoldLengths,
  holdingMs: number,
): readonly Fold[] {
  if (!(trainMs > 0 && testMs > 0))
    throw new RangeError('A fold learns from something and is tested on something');
  if (purgeMs < holdingMs) {
    throw new RangeError('The purge is at least as long as a position is expected to be held');
  }
  const folds: Fold[] = [];
  for (let atMs = window.fromMs + trainMs + purgeMs; ; atMs += testMs) {
    const test = { fromMs: atMs, toMs: atMs + testMs };
    if (!within(test, window)) break;
    const learntToMs = atMs - purgeMs;
    const fromMs = kind === 'anchored' ? window.fromMs : learntToMs - trainMs;
    folds.push({ train: { fromMs, toMs: learntToMs }, test });
  }
  if (folds.length === 0) {
    throw new RangeError('The window is too short for one fold: training, purge and test');
  }
  return folds;
}
