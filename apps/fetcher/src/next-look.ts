import { floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import type { TrackedSeries } from './tracked-series.js';

/** The longest sleep between two looks at the clock, and the longest wait after a failure. */
export const LONGEST_SLEEP_MS = 60_000;
export const SHORTEST_SLEEP_MS = 1_000;

/** How long after the hour the first look is taken: rows appear some seconds late. */
const AFTER_THE_HOUR_MS = 5_000;

/** How long to sleep until the next hour, the next try at a gap, the next window to scrub; at most a minute. */
export function untilNextLookMs(
  tracked: readonly TrackedSeries[],
  scrubAtMs: number,
  nowMs: number,
): number {
  const nextHourMs = floorTo(nowMs, HOUR_MS) + HOUR_MS + AFTER_THE_HOUR_MS;
  const tries = tracked.flatMap((one) =>
    one.gaps.filter((gap) => gap.status === 'missing').map((gap) => gap.nextTryAtMs),
  );
  const dueMs = Math.min(nextHourMs, nowMs + LONGEST_SLEEP_MS, scrubAtMs, ...tries) - nowMs;
  return Math.max(SHORTEST_SLEEP_MS, dueMs);
}
