import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { TIMEFRAMES, timeframeMs } from '@fullcarry/domain/timeframe';

/** So many lines of markets come in one answer: far below what a message may be. */
const MOST_LINES = 400;
const MOST_DECISIONS = 24;

type Run = Pick<BacktestDocumentV1, 'setup' | 'dataset' | 'trades'>;

/** When a run decided: each so long after candles closed. Epoch ms. */
export interface DecisionTimes {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly everyMs: number;
  /** How many are asked for at once. */
  readonly atOnce: number;
}

export function decisionTimes({ setup, dataset }: Omit<Run, 'trades'>): DecisionTimes {
  const { fromMs, toMs } = setup.window;
  const { cycleMs: everyMs, decisionDelayMs } = setup.execution;
  const cycles = Math.max(1, Math.ceil((toMs - fromMs) / everyMs) - 1);
  const atOnce = Math.floor(MOST_LINES / Math.max(1, dataset.symbols.length));
  return {
    firstMs: fromMs + everyMs + decisionDelayMs,
    lastMs: fromMs + cycles * everyMs + decisionDelayMs,
    everyMs,
    atOnce: Math.max(1, Math.min(MOST_DECISIONS, atOnce)),
  };
}

/** The decision at or before an instant; the first one where it is earlier. */
export function decisionAt({ firstMs, lastMs, everyMs }: DecisionTimes, atMs: number): number {
  const steps = Math.floor((atMs - firstMs) / everyMs);
  return Math.min(Math.max(firstMs + steps * everyMs, firstMs), lastMs);
}

/** The first decision of the answer that holds one: so that stepping asks once for many. */
export function answerFrom({ firstMs, everyMs, atOnce }: DecisionTimes, atMs: number): number {
  const place = Math.round((atMs - firstMs) / everyMs);
  return firstMs + Math.floor(place / atOnce) * atOnce * everyMs;
}

/** The decisions by which something was opened or closed, ascending, each once. */
export function actedAt({ setup, dataset, trades }: Run): number[] {
  const times = decisionTimes({ setup, dataset });
  const timeframe = TIMEFRAMES.find((one) => one === dataset.timeframe);
  // A position is closed with its second leg, which may come later than what was decided.
  const laterMs = timeframe ? setup.execution.legDelayCandles * timeframeMs(timeframe) : 0;
  const all = trades.flatMap(({ openedAtMs, closedAtMs }) =>
    closedAtMs === undefined ? [openedAtMs] : [openedAtMs, closedAtMs - laterMs],
  );
  return [...new Set(all.map((atMs) => decisionAt(times, atMs)))].sort((a, b) => a - b);
}
