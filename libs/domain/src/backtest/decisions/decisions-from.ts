import { floorTo } from '../../time-window.js';
import type { BacktestInput } from '../backtest-input.js';
import { historyIn } from '../history/history-in.js';
import { runBacktest } from '../run-backtest.js';
import { decisionReport, type DecisionReport } from './decision-report.js';

/**
 * Plays a run again up to an instant, and returns the first decisions from it on, at most so many; none after the window. What
 * comes later is cut off: no decision knows of it, which the guard shows by experiment.
 *
 * Errors: as runBacktest.
 */
export async function decisionsFrom(
  input: BacktestInput,
  fromMs: number,
  most: number,
): Promise<readonly DecisionReport[]> {
  const { window, stepMs, execution } = input;
  const { cycleMs, legDelayCandles } = execution;
  // The leg that comes later is filled within what is played.
  const afterMs = (most + 1) * cycleMs + (legDelayCandles + 1) * stepMs;
  const beginMs = Math.max(floorTo(fromMs, stepMs), window.fromMs);
  const part = { fromMs: window.fromMs, toMs: Math.min(window.toMs, beginMs + afterMs) };
  const reports: DecisionReport[] = [];
  await runBacktest(
    { ...input, window: part, markets: input.markets.map((one) => historyIn(one, part)) },
    {
      decided: (seen, book, decision) => {
        if (seen.nowMs < fromMs || reports.length >= most) return;
        reports.push(decisionReport(seen, book, decision));
      },
    },
  );
  return reports;
}
