import type { ChosenSettings } from '@fullcarry/domain/backtest/sweep/settings-search';
import type { SweepKind } from '@fullcarry/domain/backtest/sweep/sweep-document';
import type { Fold } from '@fullcarry/domain/backtest/walk-forward/folds';
import { durationMs } from '@fullcarry/domain/time-window';

/** What earned most so far, in sample. */
export interface BestSoFar {
  readonly chosen: ChosenSettings;
  readonly netUsdt: number;
}

export interface SweepNews {
  readonly done: number;
  readonly of: number;
  /** Of all days that are to be played, 0 to 1: runs of the whole window take longer than parts of it. */
  readonly share: number;
  readonly best: BestSoFar | undefined;
}

interface SweepSize {
  readonly kind: SweepKind;
  /** How long the whole window is. */
  readonly wholeMs: number;
  readonly candidates: number;
  readonly folds: readonly Fold[];
}

/** Counts the runs of a sweep as they come in. */
export class SweepProgress {
  private readonly of: number;
  private readonly allMs: number;
  private done = 0;
  private playedMs = 0;
  private best: BestSoFar | undefined;

  constructor(
    { kind, wholeMs, candidates, folds }: SweepSize,
    private readonly report: (news: SweepNews) => void,
  ) {
    const whole = kind === 'sweep' ? candidates : 0;
    this.of = whole + folds.length * (candidates + 1);
    const partsMs = folds.map(
      ({ train, test }) => durationMs(train) * candidates + test.toMs - train.fromMs,
    );
    this.allMs = partsMs.reduce((all, one) => all + one, whole * wholeMs);
  }

  /** `playedMs`: how long what was played is; `earned`: undefined for what is no candidate to be the best. */
  ran(playedMs: number, earned: BestSoFar | undefined): void {
    this.done += 1;
    this.playedMs += playedMs;
    if (earned && earned.netUsdt > (this.best?.netUsdt ?? -Infinity)) this.best = earned;
    const { done, of, best } = this;
    this.report({ done, of, share: this.playedMs / this.allMs, best });
  }
}
