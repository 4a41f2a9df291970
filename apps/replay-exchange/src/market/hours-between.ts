import { HOUR_MS } from '../clock/durations.js';
import type { RecordedCandle } from '../recording/recorded-rows.js';
import type { OpenCandle } from './prices/open-candle.js';
import { firstAtOrAfter } from './row-search.js';

const openingOf = (row: RecordedCandle) => row.openAtMs;

/**
 * Candles that open in [fromMs, toMs], both included, ascending; the open one as it is at this request. Each is `stepMs`
 * long.
 */
export function hoursBetween(
  candles: readonly RecordedCandle[],
  openCandle: OpenCandle,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  nowMs: number,
  stepMs = HOUR_MS,
): RecordedCandle[] {
  const first = firstAtOrAfter(candles, openingOf, fromMs);
  const pastLast = firstAtOrAfter(candles, openingOf, Math.min(toMs, nowMs) + 1);
  const rows = candles.slice(first, pastLast);
  const last = rows.at(-1);
  if (last && last.openAtMs + stepMs > nowMs) {
    rows[rows.length - 1] = openCandle.read(last, nowMs);
  }
  return rows;
}

/** The recorded hour of an instant as it stood then; after the last one, that; undefined before the first. */
export function hourAt(
  candles: readonly RecordedCandle[],
  nowMs: number,
): RecordedCandle | undefined {
  return candles[firstAtOrAfter(candles, openingOf, nowMs + 1) - 1];
}
