import type { Candle } from './candle.js';
import { DataIntegrityError } from './errors.js';
import { holds, type TimeWindow } from './time-window.js';

/**
 * Returns the candles of one page in ascending order, or refuses the whole page.
 *
 * Window: every `openAtMs` must lie in `window` and on the grid of `stepMs`, which starts at the epoch.
 * Errors: DataIntegrityError for a row outside the window, off the grid or given twice, a price that is
 *   not finite and positive, low ≤ open, close ≤ high broken, a negative or non-finite volume.
 */
export function checkCandlePage(
  rows: readonly Candle[],
  window: TimeWindow,
  stepMs: number,
): Candle[] {
  const sorted = [...rows].sort((a, b) => a.openAtMs - b.openAtMs);
  sorted.forEach((candle, i) => {
    const fault = faultOf(candle, window, stepMs) ?? twin(candle.openAtMs, sorted[i - 1]?.openAtMs);
    if (fault) {
      throw new DataIntegrityError('Candle page refused', { fault, ...candle, ...window });
    }
  });
  return sorted;
}

function faultOf(candle: Candle, window: TimeWindow, stepMs: number): string | undefined {
  const { openAtMs, open, high, low, close, volume } = candle;
  if (!Number.isSafeInteger(openAtMs) || openAtMs % stepMs !== 0) return 'not on the grid';
  if (!holds(window, openAtMs)) return 'outside the asked window';
  if (![open, high, low, close].every((price) => Number.isFinite(price) && price > 0)) {
    return 'a price is not finite and positive';
  }
  if (low > Math.min(open, close) || high < Math.max(open, close)) {
    return 'low ≤ open, close ≤ high is broken';
  }
  if (!Number.isFinite(volume) || volume < 0) return 'the volume is negative or not finite';
  return undefined;
}

function twin(openAtMs: number, previousMs: number | undefined): string | undefined {
  return openAtMs === previousMs ? 'the same candle twice' : undefined;
}
