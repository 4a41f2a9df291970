import type { BacktestSettings } from '@fullcarry/domain/backtest/backtest-input';
import type { ChosenSettings } from '@fullcarry/domain/backtest/sweep/settings-search';
import type { SweepKind, SweepOutcome } from '@fullcarry/domain/backtest/sweep/sweep-document';
import type { Fold } from '@fullcarry/domain/backtest/walk-forward/folds';
import type { AskedPlay, Play } from '@fullcarry/domain/backtest/walk-forward/play';
import { overfittingOf, walkForward } from '@fullcarry/domain/backtest/walk-forward/walk-forward';
import { durationMs } from '@fullcarry/domain/time-window';
import { inputOf, type AskedBacktest } from '../do-backtest.js';
import type { ReadRows } from '../read-histories.js';
import { SweepProgress, type SweepNews } from './sweep-progress.js';
import { SweepThreads } from './sweep-threads.js';

/** One that is chosen from: what of it was asked otherwise, and the whole settings. */
export interface SweepCandidate {
  readonly chosen: ChosenSettings;
  readonly settings: BacktestSettings;
}

export interface SweepPlan {
  readonly kind: SweepKind;
  readonly candidates: readonly SweepCandidate[];
  readonly folds: readonly Fold[];
}

export interface SweepHow {
  /** Runs at once; the outcome is the same for any number. */
  readonly threads: number;
  /** Called after each run. */
  readonly progress: (news: SweepNews) => void;
}

/**
 * Runs every candidate on the whole window, as far as it is no walk-forward, then walks forward with them.
 *
 * Errors: as the runs.
 */
export async function doSweep(
  asked: AskedBacktest,
  read: ReadRows,
  plan: SweepPlan,
  { threads: many, progress }: SweepHow,
): Promise<SweepOutcome> {
  const threads = new SweepThreads(asked, read, many);
  try {
    return await swept(asked, read, plan, threads, progress);
  } finally {
    await threads.close();
  }
}

async function swept(
  asked: AskedBacktest,
  read: ReadRows,
  { kind, candidates, folds }: SweepPlan,
  threads: SweepThreads,
  report: (news: SweepNews) => void,
): Promise<SweepOutcome> {
  const { window } = asked.rows;
  const settings = candidates.map((one) => one.settings);
  const whole = kind === 'sweep' ? candidates : [];
  const progress = new SweepProgress(
    { kind, wholeMs: durationMs(window), candidates: settings.length, folds },
    report,
  );
  const runs = await Promise.all(
    whole.map(async (one) => {
      const run = await threads.whole(one.settings);
      progress.ran(durationMs(window), { chosen: one.chosen, netUsdt: run.netUsdt });
      return run;
    }),
  );
  const chosenBy = new Map(candidates.map((one) => [one.settings, one.chosen]));
  const play: Play = async (part: AskedPlay) => {
    const run = await threads.play(part);
    const chosen = chosenBy.get(part.settings);
    const isLearnt = kind === 'walk-forward' && part.tradeFromMs === part.window.fromMs;
    progress.ran(
      durationMs(part.window),
      isLearnt && chosen ? { chosen, netUsdt: run.netUsdt } : undefined,
    );
    return run;
  };
  const alsoTried = runs.map(({ metrics }) => metrics.sharpe);
  const walked = await walkForward(inputOf(asked, read), settings, folds, { play, alsoTried });
  return {
    walkForward: walked,
    trials: runs.map(({ sha256, metrics }, candidate) => ({ candidate, sha256, metrics })),
    overfitting: overfittingOf(runs.map(({ daily }) => daily)),
    tried: runs.length + walked.trials.length,
  };
}
