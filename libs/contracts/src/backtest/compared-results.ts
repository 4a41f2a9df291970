import type { BacktestDocumentV1 } from './backtest-document-v1.js';

/** One thing of two results; null where one has none. */
export interface ComparedValue {
  readonly name: string;
  readonly a: string | number | null;
  readonly b: string | number | null;
}

export interface Compared {
  /** Whether both were read from the same rows. */
  readonly isSameRows: boolean;
  /** What was asked otherwise, by its name; empty where nothing was. */
  readonly asked: readonly ComparedValue[];
  /** All of them, what a trade takes before what it brings. */
  readonly metrics: readonly ComparedValue[];
}

/** The order in which metrics are reported everywhere: break-even before the yearly figure, the worst trade before the best. */
const METRICS = [
  'breakEvenHours',
  'yearlyYield',
  'yearlyYieldLow',
  'yearlyYieldHigh',
  'worstTradeUsdt',
  'bestTradeUsdt',
  'maxDrawdown',
  'sharpe',
  'probabilisticSharpe',
  'breakEvenCostBps',
  'trades',
  'wins',
  'meanHoldingHours',
  'netUsdt',
] as const satisfies readonly (keyof BacktestDocumentV1['metrics'])[];

/** Two results beside each other. */
export function comparedResults(a: BacktestDocumentV1, b: BacktestDocumentV1): Compared {
  const [askedA, askedB] = [askedOf(a), askedOf(b)];
  const names = [...new Set([...askedA.keys(), ...askedB.keys()])];
  return {
    isSameRows: a.dataset.sha256 === b.dataset.sha256,
    asked: names
      .map((name) => ({ name, a: askedA.get(name) ?? null, b: askedB.get(name) ?? null }))
      .filter((one) => one.a !== one.b),
    metrics: METRICS.map((name) => ({
      name,
      a: a.metrics[name] ?? null,
      b: b.metrics[name] ?? null,
    })),
  };
}

/** All that was asked of a run, each under a name of its own. */
function askedOf({ engine, setup, dataset }: BacktestDocumentV1): Map<string, string | number> {
  const { venue, window, startingEquityUsdt, settings, execution, assume } = setup;
  const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  return new Map<string, string | number>([
    ['engine', engine],
    ['exchange', venue],
    ['from', day(window.fromMs)],
    ['to', day(window.toMs)],
    ['timeframe', dataset.timeframe],
    ['symbols', dataset.symbols.join(' ')],
    ['source', dataset.source],
    ['startingEquityUsdt', startingEquityUsdt],
    ['assume', assume.join(' ')],
    ...Object.entries(execution),
    ...Object.entries(settings),
  ]);
}
