import type { DecisionSettings } from '../desk/decide/decision-settings.js';
import type { TimeWindow } from '../time-window.js';
import type { ExecutionModel } from './execution-model.js';
import type { MarketHistory } from './history/market-history.js';

/** The desk's settings as far as a backtest asks. `maxDrawdown`: a fraction of the peak. */
export interface BacktestSettings extends DecisionSettings {
  readonly maxDrawdown: number;
}

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
