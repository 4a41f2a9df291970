import type { Candle } from './candle.js';
import { DataIntegrityError } from './errors.js';
import { isOfShares, type CandleKind } from './series.js';
import { holds, type TimeWindow } from './time-window.js';

/**
 * Returns the candles of one page in ascending order, or refuses the whole page.
 *
 * Window: every `openAtMs` must lie in `window` and on the grid of `stepMs`, which starts at the epoch.
 * `kind`: prices must be above 0, shares of a price (the premium index) may be 0 or less, and their open may lie outside of
 * low and high. A zero that was written with a minus is 0: a database keeps no sign of it.
 * Errors: DataIntegrityError for a row outside the window, off the grid or given twice, a value that is not finite, a
 *   price that is not positive, low ≤ open, close ≤ high broken, a negative or non-finite volume.
 */
export function checkCandlePage(
  given: readonly Candle[],
  window: TimeWindow,
  stepMs: number,
  kind: CandleKind = 'candles',
): Candle[] {
  const isShare = isOfShares(kind);
  const rows = isShare ? given.map(withoutSignOfZero) : given;
  const sorted = [...rows].sort((a, b) => a.openAtMs - b.openAtMs);
  sorted.forEach((candle, i) => {
    const fault =
      faultOf(candle, window, stepMs, isShare) ?? twin(candle.openAtMs, sorted[i - 1]?.openAtMs);
    if (fault) {
      throw new DataIntegrityError('Candle page refused', { fault, ...candle, ...window });
    }
  });
  return sorted;
}

function withoutSignOfZero(candle: Candle): Candle {
  const { open, high, low, close } = candle;
  return { ...candle, open: open + 0, high: high + 0, low: low + 0, close: close + 0 };
}

function faultOf(
  candle: Candle,
  window: TimeWindow,
  stepMs: number,
  isShare: boolean,
): string | undefined {
  const { openAtMs, open, high, low, close, volume } = candle;
  if (!Number.isSafeInteger(openAtMs) || openAtMs % stepMs !== 0) return 'not on the grid';
  if (!holds(window, openAtMs)) return 'outside the asked window';
  const values = [open, high, low, close];
  if (!values.every((value) => Number.isFinite(value) && (isShare || value > 0))) {
    return isShare ? 'a value is not finite' : 'a price is not finite and positive';
  }
  // Of the premium index an exchange takes the close before for the open, which the minute itself need not have reached.
  const reached = isShare ? [close] : [open, close];
  if (low > Math.min(...reached) || high < Math.max(...reached)) {
    return isShare ? 'low ≤ close ≤ high is broken' : 'low ≤ open, close ≤ high is broken';
  }
  if (!Number.isFinite(volume) || volume < 0) return 'the volume is negative or not finite';
  return undefined;
}

function twin(openAtMs: number, previousMs: number | undefined): string | undefined {
  return openAtMs === previousMs ? 'the same candle twice' : undefined;
}
