import type { TimeWindow } from '../../time-window.js';
import type { BacktestInput, BacktestSettings } from '../backtest-input.js';
import { historyIn } from '../history/history-in.js';
import { runBacktest, type BacktestRun } from '../run-backtest.js';
import { dailyReturns } from '../statistics/metrics.js';
import { momentsOf } from '../statistics/moments.js';
import { overfitting, type Overfitting } from '../statistics/overfitting.js';
import { deflatedSharpe, yearlySharpe } from '../statistics/sharpe.js';
import type { Fold } from './folds.js';

/** One run of one candidate on what a fold learns from. Every one that was done is in here, however bad. */
export interface Trial {
  readonly fold: number;
  readonly candidate: number;
  readonly netUsdt: number;
  /** Of daily returns, a year; undefined where nothing was spread: it never traded. */
  readonly sharpe: number | undefined;
}

/** What became of the candidate that a fold chose. */
export interface FoldResult extends Fold {
  readonly chosen: number;
  /** On what it was chosen by: never to be told alone. */
  readonly inSampleNetUsdt: number;
  readonly outOfSampleNetUsdt: number;
}

/** Out of sample first: it is the only headline. USDT on the starting equity of each fold; yields simple. */
export interface WalkForward {
  readonly outOfSample: {
    readonly netUsdt: number;
    readonly days: number;
    /** A fraction of the starting equity a year. */
    readonly yearlyYield: number;
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
const BLOCKS = 16;

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
  progress: (done: number, of: number) => void = () => undefined,
): Promise<WalkForward> {
  if (candidates.length === 0) throw new RangeError('There is nothing to choose from');
  const of = folds.length * (candidates.length + 1);
  const trials: Trial[] = [];
  const results: FoldResult[] = [];
  const outDaily: number[] = [];
  const firstDaily: number[][] = [];
  let done = 0;
  for (const [fold, { train, test }] of folds.entries()) {
    const nets: number[] = [];
    for (const [candidate, settings] of candidates.entries()) {
      const run = await runBacktest(playedIn(input, train, train.fromMs, settings));
      const daily = returnsOf(input, run);
      if (fold === 0) firstDaily.push(daily);
      const netUsdt = netOf(input, run);
      nets.push(netUsdt);
      trials.push({ fold, candidate, netUsdt, sharpe: yearlySharpe(daily) });
      progress((done += 1), of);
    }
    const chosen = nets.indexOf(Math.max(...nets));
    const settings = candidates[chosen];
    if (!settings) throw new RangeError('There is nothing to choose from');
    const learnt = { fromMs: train.fromMs, toMs: test.toMs };
    const run = await runBacktest(playedIn(input, learnt, test.fromMs, settings));
    outDaily.push(...returnsOf(input, run));
    const outOfSampleNetUsdt = netOf(input, run);
    results.push({ train, test, chosen, inSampleNetUsdt: nets[chosen] ?? 0, outOfSampleNetUsdt });
    progress((done += 1), of);
  }
  return {
    outOfSample: outOfSample(input, results, outDaily, trials),
    inSample: yieldOf(
      input,
      results.map(({ train, inSampleNetUsdt: net }) => ({ window: train, net })),
    ),
    folds: results,
    trials,
    overfitting:
      candidates.length > 1 && (firstDaily[0]?.length ?? 0) >= 2 * BLOCKS
        ? overfitting(firstDaily, BLOCKS)
        : undefined,
  };
}

function playedIn(
  input: BacktestInput,
  window: TimeWindow,
  tradeFromMs: number,
  settings: BacktestSettings,
): BacktestInput {
  const markets = input.markets.map((one) => historyIn(one, window));
  return { ...input, window, tradeFromMs, settings, markets };
}

function outOfSample(
  input: BacktestInput,
  folds: readonly FoldResult[],
  daily: readonly number[],
  trials: readonly Trial[],
): WalkForward['outOfSample'] {
  const moments = momentsOf(daily);
  const byDay = trials.flatMap(({ sharpe }) =>
    sharpe === undefined ? [] : [sharpe / Math.sqrt(365)],
  );
  const spread = momentsOf(byDay);
  return {
    ...yieldOf(
      input,
      folds.map(({ test, outOfSampleNetUsdt }) => ({ window: test, net: outOfSampleNetUsdt })),
    ),
    sharpe: yearlySharpe(daily),
    deflatedSharpe:
      moments && spread
        ? deflatedSharpe(
            { ...moments, sharpe: moments.mean / moments.deviation },
            trials.length,
            spread.deviation ** 2,
          )
        : undefined,
    profitableFolds: folds.filter((one) => one.outOfSampleNetUsdt > 0).length,
  };
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

function returnsOf({ startingEquityUsdt }: BacktestInput, { daily }: BacktestRun): number[] {
  const points = daily.map(({ atMs, equityUsdt }) => ({ atMs, equityUsdt: Number(equityUsdt) }));
  return dailyReturns(Number(startingEquityUsdt), points);
}

function netOf({ startingEquityUsdt }: BacktestInput, { ledger }: BacktestRun): number {
  return Number(ledger.equityUsdt) - Number(startingEquityUsdt);
}
