import type { Gap, GapStatus } from './gap.js';
import type { Hole } from './hole.js';
import { DAY_MS, type TimeWindow } from './time-window.js';

/** The waits between two tries at a hole grow up to this. */
const LONGEST_WAIT_MS = DAY_MS;

/** What one checked answer showed around a hole. */
export interface HoleSighting {
  readonly hole: Hole;
  /** A row stood directly before, and directly after the hole, in the same answer. */
  readonly dataBefore: boolean;
  readonly dataAfter: boolean;
  /** The hole begins where the market's life does, or ends where it does. */
  readonly atListing: boolean;
  readonly atDelisting: boolean;
  readonly evidence: string;
}

/**
 * Returns what is known of a hole after one more look.
 *
 * A second look counts only `confirmMs` after the one before: two answers of one bad minute are one
 * observation. Times are the observer's own clock, not the exchange's.
 */
export function observeHole(
  previous: Gap | undefined,
  seen: HoleSighting,
  nowMs: number,
  confirmMs: number,
): Gap {
  const counts =
    previous === undefined ||
    previous.observations === 0 || // a failure to get an answer is no look, nothing to keep apart from
    nowMs - previous.lastObservedAtMs >= confirmMs;
  const observations = (previous?.observations ?? 0) + (counts ? 1 : 0);
  const lastObservedAtMs = counts ? nowMs : previous.lastObservedAtMs;
  return {
    fromMs: seen.hole.fromMs,
    toMs: seen.hole.toMs,
    rowsExpected: seen.hole.rowsExpected,
    status: observations >= 2 ? classify(seen) : 'missing',
    observations,
    firstObservedAtMs: previous?.firstObservedAtMs ?? nowMs,
    lastObservedAtMs,
    nextTryAtMs: lastObservedAtMs + waitMs(observations, confirmMs),
    evidence: seen.evidence,
  };
}

/** The wait after a hole was seen `observations` times: doubled each time, a day at most. */
export function waitMs(observations: number, confirmMs: number): number {
  return Math.min(confirmMs * 2 ** Math.max(0, observations - 1), LONGEST_WAIT_MS);
}

function classify(seen: HoleSighting): GapStatus {
  if (seen.dataBefore && seen.dataAfter) return 'confirmed-empty';
  if (seen.atListing && seen.dataAfter) return 'before-listing';
  if (seen.atDelisting && seen.dataBefore) return 'after-delisting';
  return 'missing';
}

/** The known gap that a hole is part of, so that what is left of a gap keeps its observations. */
export function gapAround(gaps: readonly Gap[], hole: TimeWindow): Gap | undefined {
  return gaps.find((gap) => gap.fromMs <= hole.fromMs && hole.toMs <= gap.toMs);
}
