import type { DecisionSettings } from '../desk/decide/decision-settings.js';
import { holds, type TimeWindow } from '../time-window.js';
import type { ExecutionModel } from './execution-model.js';
import type { MarketHistory } from './history/market-history.js';

/** The desk's settings as far as a backtest asks. */
export type BacktestSettings = DecisionSettings;

/** Everything that a result depends on. */
export interface BacktestInput {
  /** Whose desk it is. */
  readonly venue: string;
  /** Whole candles; every market's rows are proven in all of it. */
  readonly window: TimeWindow;
  /** Of the candles. */
  readonly stepMs: number;
  /** Exact, USDT. */
  readonly startingEquityUsdt: string;
  readonly settings: BacktestSettings;
  readonly execution: ExecutionModel;
  readonly markets: readonly MarketHistory[];
  /** Before it the desk learns and does not trade; the window's beginning where it is left out. Where a candle begins. */
  readonly tradeFromMs?: number;
}

/** Errors: RangeError when the window is no whole number of candles, or its times contradict each other. */
export function refuseOdd({ window, stepMs, execution, tradeFromMs }: BacktestInput): void {
  const { cycleMs, decisionDelayMs, candleDelayMs, legDelayCandles } = execution;
  const isWhole = (value: number, of: number) => value % of === 0;
  if (!isWhole(window.fromMs, stepMs) || !isWhole(window.toMs, stepMs)) {
    throw new RangeError('A backtest begins and ends where candles do');
  }
  if (tradeFromMs !== undefined && !(isWhole(tradeFromMs, stepMs) && holds(window, tradeFromMs))) {
    throw new RangeError('Trading begins in the window, where a candle does');
  }
  if (!(cycleMs > 0) || !isWhole(cycleMs, stepMs)) {
    throw new RangeError('A cycle is a whole number of candles');
  }
  if (!(decisionDelayMs >= candleDelayMs && decisionDelayMs < stepMs)) {
    throw new RangeError('A decision comes after its candles are published, and before the next');
  }
  if (!Number.isInteger(legDelayCandles) || legDelayCandles < 0) {
    throw new RangeError('The second leg comes a whole number of candles later');
  }
}
