import { floorTo, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';

/** The longest sleep between two passes, and the longest wait after a failure. */
export const LONGEST_SLEEP_MS = 60_000;
export const SHORTEST_SLEEP_MS = 1_000;

/** How long after a candle's end or the full hour the first pass is made: rows appear some seconds late. */
const AFTER_THE_MINUTE_MS = 2_000;
const AFTER_THE_HOUR_MS = 5_000;

/**
 * How long to sleep until rows are due or something else is (`dueAtMs`); at most a minute. `stepMs` is the shortest
 * candle's length.
 */
export function untilNextPassMs(dueAtMs: number, stepMs: number, nowMs: number): number {
  const everyMs = Math.min(stepMs, HOUR_MS);
  const afterMs = everyMs <= MINUTE_MS ? AFTER_THE_MINUTE_MS : AFTER_THE_HOUR_MS;
  const rowsAtMs = floorTo(nowMs - afterMs, everyMs) + everyMs + afterMs;
  const dueMs = Math.min(rowsAtMs, nowMs + LONGEST_SLEEP_MS, dueAtMs) - nowMs;
  return Math.max(SHORTEST_SLEEP_MS, dueMs);
}
