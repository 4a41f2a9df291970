import type { TimeWindow } from '../../time-window.js';
import type { BacktestInput, BacktestSettings } from '../backtest-input.js';
import { historyIn } from '../history/history-in.js';
import { runBacktest, type BacktestRun } from '../run-backtest.js';
import { measuredTrades } from '../result/backtest-document.js';
import { dailyReturns, type MeasuredTrade } from '../statistics/metrics.js';

/** A run with some settings on a part of a window; before `tradeFromMs` it learns and does not trade. */
export interface AskedPlay {
  readonly settings: BacktestSettings;
  readonly window: TimeWindow;
  readonly tradeFromMs: number;
}

/** What a run earned. `daily`: each day's change of equity ÷ the starting equity. */
export interface PlayedRun {
  readonly netUsdt: number;
  readonly daily: readonly number[];
  /** Of a run that learns before it trades; none of one that is only learnt from, since nobody asks for them. */
  readonly trades: readonly MeasuredTrade[];
}

/** Does a run, here or in another thread. Errors: as runBacktest. */
export type Play = (asked: AskedPlay) => Promise<PlayedRun>;

/** Runs in this thread, one after the other however many are asked for at once. */
export function playOn(input: BacktestInput): Play {
  let last: Promise<unknown> = Promise.resolve();
  return (asked) => {
    const next = last.then(() => playPart(input, asked));
    // Whoever asked hears of the error; the next run does not hang on it.
    last = next.catch(() => undefined);
    return next;
  };
}

/** One run on a part of what was read. Errors: as runBacktest. */
export async function playPart(
  input: BacktestInput,
  { settings, window, tradeFromMs }: AskedPlay,
): Promise<PlayedRun> {
  const markets = input.markets.map((one) => historyIn(one, window));
  const run = await runBacktest({ ...input, window, tradeFromMs, settings, markets });
  const { startingEquityUsdt } = input;
  return {
    netUsdt: Number(run.ledger.equityUsdt) - Number(startingEquityUsdt),
    daily: returnsOf(startingEquityUsdt, run.daily),
    trades: tradeFromMs > window.fromMs ? measuredTrades(run) : [],
  };
}

/** Each day's change of equity ÷ the starting equity. */
export function returnsOf(startingEquityUsdt: string, daily: BacktestRun['daily']): number[] {
  const points = daily.map(({ atMs, equityUsdt }) => ({ atMs, equityUsdt: Number(equityUsdt) }));
  return dailyReturns(Number(startingEquityUsdt), points);
}
