import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';

/** How many candles open in the window. Errors: RangeError when that is none, or more than a page. */
export function candlesOfPage(window: TimeWindow, timeframe: Timeframe, most: number): number {
  const steps = (window.toMs - window.fromMs) / timeframeMs(timeframe);
  if (steps > 0 && steps <= most) return steps;
  throw new RangeError(`A window of ${steps} steps is not one page of 1 to ${most} candles`);
}
