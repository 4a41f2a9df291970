import type { TimeWindow } from '../../time-window.js';
import type { BacktestInput, BacktestSettings } from '../backtest-input.js';
import { tradeFigures, yieldInterval, type TradeFigures } from '../statistics/metrics.js';
import { momentsOf } from '../statistics/moments.js';
import { overfitting, type Overfitting } from '../statistics/overfitting.js';
import { deflatedSharpe, yearlySharpe } from '../statistics/sharpe.js';
import type { Fold } from './folds.js';
import { playOn, type Play, type PlayedRun } from './play.js';

/** One run of one candidate on what a fold learns from. Every one that was done is in here, however bad. */
export interface Trial {
  readonly fold: number;
  readonly candidate: number;
  readonly netUsdt: number;
  /** Of daily returns, a year; undefined where nothing was spread, as of who never traded, and of a flat basis. */
  readonly sharpe: number | undefined;
}

/** What became of the candidate that a fold chose. */
export interface FoldResult extends Fold {
  readonly chosen: number;
  /** On what it was chosen by: never to be reported alone. */
  readonly inSampleNetUsdt: number;
  readonly outOfSampleNetUsdt: number;
}

/** Out of sample first: it is the only headline. USDT on the starting equity of each fold; yields simple. */
export interface WalkForward {
  readonly outOfSample: TradeFigures & {
    readonly netUsdt: number;
    readonly days: number;
    /** A fraction of the starting equity a year. */
    readonly yearlyYield: number;
    /** Between which yearly yields it lies with 95 % confidence, by a block bootstrap; undefined for too few days. */
    readonly yearlyYieldLow: number | undefined;
    readonly yearlyYieldHigh: number | undefined;
    readonly sharpe: number | undefined;
    /** How probable it is that the true ratio is above what so many trials find by luck. */
    readonly deflatedSharpe: number | undefined;
    readonly profitableFolds: number;
  };
  readonly inSample: {
    readonly netUsdt: number;
    readonly days: number;
    readonly yearlyYield: number;
  };
  readonly folds: readonly FoldResult[];
  readonly trials: readonly Trial[];
  /** Over the daily returns of all candidates on the first fold's training; undefined for too few of either. */
  readonly overfitting: Overfitting | undefined;
}

/** CSCV cuts the days in so many blocks: 12,870 splits. */
export const OVERFITTING_BLOCKS = 16;

export interface WalkForwardHow {
  /** Where runs are done: in this thread, one after the other, where it is left out. */
  readonly play?: Play;
  /** Yearly Sharpe ratios of what else was tried on the same rows: they count as trials too. */
  readonly alsoTried?: readonly (number | undefined)[];
  /** Called after each run. */
  readonly progress?: (done: number, of: number) => void;
}

/**
 * Chooses among candidates on each fold's training what earned most there, and judges it on the test that comes after, which
 * it has not seen. In the test it first learns from the rows before it, without trading.
 *
 * Errors: RangeError without a candidate; as runBacktest.
 */
export async function walkForward(
  input: BacktestInput,
  candidates: readonly BacktestSettings[],
  folds: readonly Fold[],
  { play = playOn(input), alsoTried = [], progress = () => undefined }: WalkForwardHow = {},
): Promise<WalkForward> {
  if (candidates.length === 0) throw new RangeError('There is nothing to choose from');
  const of = folds.length * (candidates.length + 1);
  let done = 0;
  const counted: Play = async (asked) => {
    const run = await play(asked);
    progress((done += 1), of);
    return run;
  };
  const learnt = await Promise.all(
    folds.map(({ train: window }) =>
      Promise.all(
        candidates.map((settings) => counted({ settings, window, tradeFromMs: window.fromMs })),
      ),
    ),
  );
  const tested = await Promise.all(
    folds.map(async (fold, i) => testOf(fold, candidates, learnt[i] ?? [], counted)),
  );
  const trials = learnt.flatMap((runs, fold) =>
    runs.map(({ netUsdt, daily }, candidate) => ({
      ...{ fold, candidate, netUsdt, sharpe: sharpeOf(input, daily) },
    })),
  );
  const results = tested.map(({ result }) => result);
  const firstDaily = (learnt[0] ?? []).map(({ daily }) => daily);
  return {
    outOfSample: outOfSample(
      input,
      results,
      tested.map(({ run }) => run),
      [...trials.map(({ sharpe }) => sharpe), ...alsoTried],
    ),
    inSample: yieldOf(
      input,
      results.map(({ train, inSampleNetUsdt: net }) => ({ window: train, net })),
    ),
    folds: results,
    trials,
    overfitting: overfittingOf(firstDaily),
  };
}

/** Undefined for fewer than two trials, or too few days. */
export function overfittingOf(daily: readonly (readonly number[])[]): Overfitting | undefined {
  return daily.length > 1 && (daily[0]?.length ?? 0) >= 2 * OVERFITTING_BLOCKS
    ? overfitting(daily, OVERFITTING_BLOCKS)
    : undefined;
}

async function testOf(
  { train, test }: Fold,
  candidates: readonly BacktestSettings[],
  learnt: readonly PlayedRun[],
  play: Play,
): Promise<{ readonly result: FoldResult; readonly run: PlayedRun }> {
  const nets = learnt.map(({ netUsdt }) => netUsdt);
  const chosen = nets.indexOf(Math.max(...nets));
  const settings = candidates[chosen];
  if (!settings) throw new RangeError('There is nothing to choose from');
  const window = { fromMs: train.fromMs, toMs: test.toMs };
  const run = await play({ settings, window, tradeFromMs: test.fromMs });
  const inSampleNetUsdt = nets[chosen] ?? 0;
  const result = { train, test, chosen, inSampleNetUsdt, outOfSampleNetUsdt: run.netUsdt };
  return { result, run };
}

function outOfSample(
  input: BacktestInput,
  folds: readonly FoldResult[],
  runs: readonly PlayedRun[],
  tried: readonly (number | undefined)[],
): WalkForward['outOfSample'] {
  const daily = runs.flatMap((run) => run.daily);
  const moments = momentsOf(daily);
  const byDay = tried.flatMap((sharpe) => (sharpe === undefined ? [] : [sharpe / Math.sqrt(365)]));
  const spread = momentsOf(byDay);
  const interval = yieldInterval(daily);
  return {
    ...yieldOf(
      input,
      folds.map(({ test, outOfSampleNetUsdt }) => ({ window: test, net: outOfSampleNetUsdt })),
    ),
    ...tradeFigures(runs.flatMap(({ trades }) => trades)),
    yearlyYieldLow: interval?.low,
    yearlyYieldHigh: interval?.high,
    sharpe: sharpeOf(input, daily),
    deflatedSharpe:
      moments && spread
        ? deflatedSharpe(
            { ...moments, sharpe: moments.mean / moments.deviation },
            tried.length,
            spread.deviation ** 2,
          )
        : undefined,
    profitableFolds: folds.filter((one) => one.outOfSampleNetUsdt > 0).length,
  };
}

/** A Sharpe ratio of funding alone misleads: without the basis next to nothing is spread. */
function sharpeOf({ markets }: BacktestInput, daily: readonly number[]): number | undefined {
  return markets.some(({ spots }) => spots === undefined) ? undefined : yearlySharpe(daily);
}

function yieldOf(
  input: BacktestInput,
  played: readonly { readonly window: TimeWindow; readonly net: number }[],
) {
  const netUsdt = played.reduce((sum, { net }) => sum + net, 0);
  const days =
    played.reduce((sum, { window }) => sum + (window.toMs - window.fromMs), 0) / 86_400_000;
  return {
    netUsdt,
    days,
    yearlyYield: (netUsdt / Number(input.startingEquityUsdt)) * (365 / days),
  };
}
