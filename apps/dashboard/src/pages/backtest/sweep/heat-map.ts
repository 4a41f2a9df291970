import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';

/** A stretch of the values of one setting; of a grid a single value. Both ends are in it. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** All that was tried with two settings in two bands. */
export interface HeatCell {
  /** The middle one of what was measured, so that one lucky setting does not colour its neighbours. */
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly tried: number;
  /** By how many folds one of them was chosen. */
  readonly chosenBy: number;
}

export interface HeatMap {
  readonly columns: readonly Band[];
  readonly rows: readonly Band[];
  /** Row by row; undefined where nothing was tried. */
  readonly cells: readonly (readonly (HeatCell | undefined)[])[];
}

/** What is shown: of runs of the whole window, in sample. */
export const MEASURES = ['net', 'worst-trade', 'drawdown', 'break-even'] as const;
export type Measure = (typeof MEASURES)[number];

/** More different values than this are put together in bands. */
const MOST_VALUES = 12;
const BANDS = 8;

/** The settings that were tried with more than one value, in the order in which they were asked. */
export function triedSettings({ candidates }: Pick<Swept, 'candidates'>): string[] {
  const values = new Map<string, Set<number>>();
  for (const [name, value] of candidates.flatMap((one) => Object.entries(one))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return [...values].filter(([, some]) => some.size > 1).map(([name]) => name);
}

/**
 * What each candidate came to: of a sweep on the whole window; of a walk-forward, which has only that, the mean net of what its
 * folds learnt from. Undefined for what can't be told.
 */
export function measured(document: SweepDocumentV1, measure: Measure): (number | undefined)[] {
  const { candidates, trials, walkForward } = document;
  if (trials.length > 0) {
    const byCandidate = new Map(trials.map((one) => [one.candidate, one.metrics]));
    return candidates.map((_, i) => {
      const metrics = byCandidate.get(i);
      if (measure === 'net') return metrics?.netUsdt;
      if (measure === 'worst-trade') return metrics?.worstTradeUsdt;
      if (measure === 'drawdown') return metrics && -metrics.maxDrawdown;
      return metrics?.breakEvenHours;
    });
  }
  return candidates.map((_, i) => {
    const nets = walkForward.trials.filter(({ candidate }) => candidate === i);
    return nets.length === 0
      ? undefined
      : nets.reduce((all, { netUsdt }) => all + netUsdt, 0) / nets.length;
  });
}

/** As much of a sweep as says what was tried, and what folds chose of it. */
export interface Swept {
  readonly candidates: SweepDocumentV1['candidates'];
  readonly walkForward: {
    readonly folds: readonly Pick<SweepDocumentV1['walkForward']['folds'][number], 'chosen'>[];
  };
}

/** Two settings against each other, over all that was tried of the others; one row where no second one is named. */
export function heatMap(
  { candidates, walkForward }: Swept,
  values: readonly (number | undefined)[],
  across: string,
  down: string | undefined,
): HeatMap {
  const columns = bandsOf(candidates.flatMap((one) => one[across] ?? []));
  const rows =
    down === undefined
      ? [{ low: -Infinity, high: Infinity }]
      : bandsOf(candidates.flatMap((one) => one[down] ?? []));
  const chosen = walkForward.folds.map((fold) => fold.chosen);
  const isIn = (band: Band, value: number | undefined) =>
    value !== undefined && value >= band.low && value <= band.high;
  const cells = rows.map((row) =>
    columns.map((column) => {
      const within = candidates.flatMap((one, i) => {
        const isMeant = isIn(column, one[across]) && (down === undefined || isIn(row, one[down]));
        return isMeant ? [i] : [];
      });
      return cellOf(within, values, chosen);
    }),
  );
  return { columns, rows, cells };
}

function cellOf(
  within: readonly number[],
  values: readonly (number | undefined)[],
  chosen: readonly number[],
): HeatCell | undefined {
  const known = within.flatMap((i) => values[i] ?? []).sort((a, b) => a - b);
  const [lowest, highest] = [known[0], known.at(-1)];
  if (lowest === undefined || highest === undefined) return undefined;
  const half = Math.floor(known.length / 2);
  const upper = known[half] ?? NaN;
  const median = known.length % 2 === 1 ? upper : ((known[half - 1] ?? NaN) + upper) / 2;
  const chosenBy = chosen.filter((one) => within.includes(one)).length;
  return { median, lowest, highest, tried: known.length, chosenBy };
}

function bandsOf(values: readonly number[]): readonly Band[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= MOST_VALUES) return distinct.map((value) => ({ low: value, high: value }));
  const [least = 0, most = 0] = [distinct[0], distinct.at(-1)];
  const width = (most - least) / BANDS;
  // Each band is told by what lies in it: no value belongs to two.
  return Array.from({ length: BANDS }, (_, i) =>
    distinct.filter((value) => Math.min(BANDS - 1, Math.floor((value - least) / width)) === i),
  ).flatMap((some) => {
    const [low, high] = [some[0], some.at(-1)];
    return low === undefined || high === undefined ? [] : [{ low, high }];
  });
}
