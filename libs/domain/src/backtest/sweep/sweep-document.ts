import {
  ENGINE_VERSION,
  type Assumption,
  type BacktestDataset,
  type BacktestSetup,
} from '../result/backtest-document.js';
import { canonicalJson, type Json } from '../result/canonical-json.js';
import { NOT_MODELLED } from '../result/not-modelled.js';
import type { BacktestMetrics } from '../statistics/metrics.js';
import type { Overfitting } from '../statistics/overfitting.js';
import type { FoldLengths } from '../walk-forward/folds.js';
import type { WalkForward } from '../walk-forward/walk-forward.js';
import type { ChosenSettings, SettingRange } from './settings-search.js';

/** `sweep`: each setting is run on the whole window too; `walk-forward`: on what folds learn from alone. */
export const SWEEP_KINDS = ['sweep', 'walk-forward'] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];

/** How the settings were found that were tried: all combinations of the grid, then so many that were drawn from the ranges. */
export interface SweepSearch {
  readonly grid: Readonly<Record<string, readonly number[]>>;
  readonly ranges: Readonly<Record<string, SettingRange>>;
  readonly random: number;
  readonly seed: number;
}

/** One run of the whole window: by the hash it is the same as a backtest of its own with these settings. */
export interface SweepTrial {
  /** Which of the candidates. */
  readonly candidate: number;
  readonly sha256: string;
  readonly metrics: BacktestMetrics;
}

/** What a sweep came to. Every run is in here, however bad. */
export interface SweepOutcome {
  readonly walkForward: WalkForward;
  /** Runs of the whole window, in the order of the candidates; none of a walk-forward. */
  readonly trials: readonly SweepTrial[];
  /** Over the daily returns of all trials of the whole window; undefined for too few of either. */
  readonly overfitting: Overfitting | undefined;
  /** How many runs the deflated Sharpe ratio counts: those of the whole window, and those that folds learnt from. */
  readonly tried: number;
}

/** A whole sweep. Its name is the SHA-256 of its canonical JSON. */
export interface SweepDocument extends SweepOutcome {
  readonly v: 1;
  readonly engine: number;
  readonly kind: SweepKind;
  /** The settings are those that are not tried otherwise. */
  readonly setup: BacktestSetup;
  readonly search: SweepSearch;
  readonly lengths: FoldLengths;
  /** What of the settings each had otherwise, in their order. */
  readonly candidates: readonly ChosenSettings[];
  readonly dataset: BacktestDataset;
  readonly assumed: readonly Assumption[];
  readonly notModelled: readonly string[];
}

export function sweepDocument(
  asked: Pick<SweepDocument, 'kind' | 'setup' | 'search' | 'lengths' | 'candidates'>,
  read: Pick<SweepDocument, 'dataset' | 'assumed'>,
  outcome: SweepOutcome,
): SweepDocument {
  const { kind, setup, search, lengths, candidates } = asked;
  const { dataset, assumed } = read;
  return {
    ...{ v: 1, engine: ENGINE_VERSION, kind, setup, search, lengths, candidates, dataset, assumed },
    notModelled: NOT_MODELLED,
    ...outcome,
  };
}

/** The one text of a sweep; its hash is the sweep's name. */
export function sweepText(document: SweepDocument): string {
  return canonicalJson(jsonOf(document));
}

/** Spelled out where an interface is no index signature. */
function jsonOf(document: SweepDocument): Json {
  const { setup, search, lengths, candidates, dataset, assumed, trials, overfitting } = document;
  return {
    ...document,
    setup: {
      ...setup,
      window: { ...setup.window },
      settings: { ...setup.settings },
      execution: { ...setup.execution },
    },
    search: { ...search, grid: { ...search.grid }, ranges: rangesOf(search) },
    lengths: { ...lengths },
    candidates: candidates.map((one) => ({ ...one })),
    dataset: { ...dataset, series: dataset.series.map((one) => ({ ...one })) },
    assumed: assumed.map((one) => ({ ...one })),
    walkForward: walkForwardJson(document.walkForward),
    trials: trials.map((one) => ({ ...one, metrics: { ...one.metrics } })),
    overfitting: overfitting && { ...overfitting },
  };
}

function rangesOf({ ranges }: SweepSearch): Json {
  return Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, { ...range }]));
}

function walkForwardJson(walked: WalkForward): Json {
  const { outOfSample, inSample, folds, trials, overfitting } = walked;
  return {
    outOfSample: { ...outOfSample },
    inSample: { ...inSample },
    folds: folds.map((one) => ({ ...one, train: { ...one.train }, test: { ...one.test } })),
    trials: trials.map((one) => ({ ...one })),
    overfitting: overfitting && { ...overfitting },
  };
}
