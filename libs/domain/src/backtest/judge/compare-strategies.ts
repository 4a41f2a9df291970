import {
  SIZINGS,
  STRATEGIES,
  type DecisionSettings,
  type Sizing,
  type Strategy,
} from '../../desk/decide/decision-settings.js';
import type { BacktestInput } from '../backtest-input.js';
import { backtestDocument, type BacktestDocument } from '../result/backtest-document.js';
import { runBacktest } from '../run-backtest.js';
import { blockBootstrapMean, seededRandom, type Interval } from '../statistics/block-bootstrap.js';
import { dailyReturns } from '../statistics/metrics.js';
import { momentsOf } from '../statistics/moments.js';
import { overfitting, type Overfitting } from '../statistics/overfitting.js';
import { deflatedSharpe } from '../statistics/sharpe.js';

/** One strategy with one way to size, and what it came to. */
export interface ComparedRun extends Pick<BacktestDocument, 'metrics' | 'attribution'> {
  readonly strategy: Strategy;
  readonly sizing: Sizing;
  /** How probable it is that its Sharpe ratio is above what as many runs find by luck; undefined where nothing was spread. */
  readonly deflatedSharpe: number | undefined;
  /** By how much it earned more a year than the desk's default, fraction of the equity at the start, with 95 %; undefined of that one. */
  readonly moreThanDefault: (Interval & { readonly mean: number }) | undefined;
}

export interface Comparison {
  /** The desk's default first. */
  readonly runs: readonly ComparedRun[];
  /** Of choosing among them; undefined for too few days. */
  readonly overfitting: Overfitting | undefined;
  readonly days: number;
}

const BLOCKS = 16;
const BLOCK_DAYS = 10;
const DRAWS = 2_000;
const SEED = 20_261_128;

/** Fixed and dynamic sizes of each strategy, with all else as it is set. */
function comparedSettings(settings: DecisionSettings): readonly DecisionSettings[] {
  return STRATEGIES.flatMap((strategy) =>
    SIZINGS.map((sizing) => ({ ...settings, strategy, sizing })),
  );
}

/**
 * Runs every strategy with every way to size over the same rows. Nothing is chosen by what a run earned, so that each is out of
 * sample as far as its constants are. Before `input.tradeFromMs` each learns.
 *
 * Errors: as runBacktest.
 */
export async function compareStrategies(
  input: BacktestInput,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Comparison> {
  const start = Number(input.startingEquityUsdt);
  const about = { dataset: NO_DATASET, assumed: [], assume: [] };
  const done: { readonly document: BacktestDocument; readonly daily: readonly number[] }[] = [];
  const all = comparedSettings(input.settings);
  for (const settings of all) {
    const one = { ...input, settings };
    const document = backtestDocument(one, await runBacktest(one), about);
    const points = document.daily.map(({ atMs, equityUsdt }) => ({
      ...{ atMs, equityUsdt: Number(equityUsdt) },
    }));
    done.push({ document, daily: dailyReturns(start, points) });
    progress(done.length, all.length);
  }
  const ratios = done.flatMap(({ daily }) => {
    const moments = momentsOf(daily);
    return moments ? [moments.mean / moments.deviation] : [];
  });
  const spread = momentsOf(ratios);
  const base = done[0]?.daily ?? [];
  return {
    runs: done.map(({ document, daily }, i) => {
      const { strategy, sizing } = document.setup.settings;
      const moments = momentsOf(daily);
      return {
        ...{ strategy, sizing, metrics: document.metrics, attribution: document.attribution },
        deflatedSharpe:
          moments && spread
            ? deflatedSharpe(
                { ...moments, sharpe: moments.mean / moments.deviation },
                done.length,
                spread.deviation ** 2,
              )
            : undefined,
        moreThanDefault: i === 0 ? undefined : moreThan(daily, base),
      };
    }),
    overfitting:
      base.length >= 2 * BLOCKS
        ? overfitting(
            done.map(({ daily }) => daily),
            BLOCKS,
          )
        : undefined,
    days: base.length,
  };
}

/** A year, of the days that both have. */
function moreThan(daily: readonly number[], base: readonly number[]) {
  const more = daily.map((one, i) => (one - (base[i] ?? 0)) * 365);
  const about = { block: BLOCK_DAYS, draws: DRAWS, confidence: 0.95 };
  const interval =
    more.length < 2 * BLOCK_DAYS ? undefined : blockBootstrapMean(more, about, seededRandom(SEED));
  return interval && { ...interval, mean: more.reduce((sum, one) => sum + one, 0) / more.length };
}

/** A comparison is printed and not kept: what it read is reported beside it. */
const NO_DATASET = { source: '', timeframe: '', symbols: [], series: [], sha256: '' };
