import { hasCandles, type SeriesInMarket } from '../../series.js';
import { MINUTE_MS } from '../../time-window.js';
import { timeframeMs } from '../../timeframe.js';

/** How long a settlement may take to appear before it counts as missing: seen up to a quarter of an hour late. */
export const SETTLEMENT_GRACE_MS = 15 * MINUTE_MS;

/** How long a closed candle may take to appear: exchanges publish within seconds, and some after a minute or two. */
export const CANDLE_GRACE_MS = 5 * MINUTE_MS;

/** When a row of a series is due, and how long it may be late. */
export interface Lateness {
  readonly graceMs: number;
  /** How long after its own instant a row is due: a candle when it closes. */
  readonly dueAfterMs: number;
}

/** `stepMs`: the time that one candle covers. */
export function latenessOfCandles(stepMs: number): Lateness {
  return { graceMs: CANDLE_GRACE_MS, dueAfterMs: stepMs };
}

export const LATENESS_OF_SETTLEMENTS: Lateness = { graceMs: SETTLEMENT_GRACE_MS, dueAfterMs: 0 };

export function latenessOf(series: SeriesInMarket): Lateness {
  return hasCandles(series)
    ? latenessOfCandles(timeframeMs(series.timeframe))
    : LATENESS_OF_SETTLEMENTS;
}
