import { DAY_MS } from '@fullcarry/domain/time-window';
import type { TrackedSeries } from '../plan/tracked-series.js';

/** How far the second reading of everything is against its promise: each series whole, once in so many days. */
export interface ScrubState {
  /** In how many days everything is read at the fastest pace that is allowed. */
  readonly daysNeeded: number;
  /** How many series were not read whole within the days that are promised. */
  readonly overdue: number;
}

/** Whether the promise can be kept, and was. */
export function isScrubKept({ daysNeeded, overdue }: ScrubState, days: number): boolean {
  return daysNeeded <= days && overdue === 0;
}

/**
 * How many series were last read whole more than `days` ago; one that never was counts from when it was seen first,
 * `firstSeenAtMs` by its id. By this machine's clock.
 */
export function overdueSeries(
  tracked: readonly TrackedSeries[],
  firstSeenAtMs: ReadonlyMap<number, number>,
  days: number,
  nowMs: number,
): number {
  return tracked.filter(({ series: { id, scrubbedAtMs } }) => {
    const sinceMs = scrubbedAtMs ?? firstSeenAtMs.get(id) ?? nowMs;
    return nowMs - sinceMs > days * DAY_MS;
  }).length;
}
