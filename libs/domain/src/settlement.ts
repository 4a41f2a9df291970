import { floorTo, MINUTE_MS } from './time-window.js';

/**
 * One settled funding payment: history, never a prediction.
 *
 * `settledAtMs`: the key, snapped to the minute. `observedAtMs`: the raw stamp, which jitters by
 * milliseconds on some exchanges. `rate`: fraction of notional as canonical decimal text; positive is
 * paid by longs to shorts, 0 is a real rate.
 */
export interface Settlement {
  readonly settledAtMs: number;
  readonly observedAtMs: number;
  readonly rate: string;
}

/** The minute nearest to a raw stamp: exchanges stamp some milliseconds late, never minutes. */
export function snapToMinute(observedAtMs: number): number {
  return floorTo(observedAtMs + MINUTE_MS / 2, MINUTE_MS);
}
