import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { Overfitting } from '@fullcarry/domain/backtest/statistics/overfitting';
import type { ChosenSettings } from '@fullcarry/domain/backtest/sweep/settings-search';
import type { Fold } from '@fullcarry/domain/backtest/walk-forward/folds';
import {
  overfittingOf,
  walkForward,
  type WalkForward,
} from '@fullcarry/domain/backtest/walk-forward/walk-forward';
import { inputOf, type AskedBacktest } from '@fullcarry/history/backtest/do-backtest';
import type { ReadRows } from '@fullcarry/history/backtest/read-histories';
import type { Candidate } from './candidates.js';
import type { SweepThreads } from './sweep-threads.js';
import type { SweptRun } from './sweep-word.js';

/** One run of the whole window: by the hash it is the same as `backtest run` with these settings. */
export interface SweepTrial {
  readonly chosen: ChosenSettings;
  readonly settings: DeskSettings;
  readonly sha256: string;
  readonly metrics: SweptRun['metrics'];
}

/** Every run is in here, however bad. */
export interface Sweep {
  readonly walkForward: WalkForward;
  /** Runs of the whole window, in the order of the candidates. */
  readonly trials: readonly SweepTrial[];
  /** Over the daily returns of all trials of the whole window. */
  readonly overfitting: Overfitting | undefined;
  /** How many runs the deflated Sharpe ratio counts: those of the whole window, and those that folds learnt from. */
  readonly tried: number;
}

/**
 * Runs every candidate on the whole window, then walks forward with them. The same for any number of threads.
 *
 * Errors: as the runs.
 */
export async function doSweep(
  asked: AskedBacktest,
  read: ReadRows,
  candidates: readonly Candidate[],
  folds: readonly Fold[],
  threads: SweepThreads,
  progress: (done: number, of: number) => void,
): Promise<Sweep> {
  const of = candidates.length + folds.length * (candidates.length + 1);
  let done = 0;
  const runs = await Promise.all(
    candidates.map(async ({ settings }) => {
      const run = await threads.whole(settings);
      progress((done += 1), of);
      return run;
    }),
  );
  const trials = candidates.map((one, i): SweepTrial => trialOf(one, runs[i]));
  const walked = await walkForward(
    inputOf(asked, read),
    candidates.map(({ settings }) => settings),
    folds,
    {
      play: threads.play,
      alsoTried: trials.map(({ metrics }) => metrics.sharpe),
      progress: () => progress((done += 1), of),
    },
  );
  return {
    walkForward: walked,
    trials,
    overfitting: overfittingOf(runs.map(({ daily }) => daily)),
    tried: trials.length + walked.trials.length,
  };
}

function trialOf(candidate: Candidate, run: SweptRun | undefined): SweepTrial {
  if (!run) throw new Error('A candidate was not run');
  return { ...candidate, sha256: run.sha256, metrics: run.metrics };
}
