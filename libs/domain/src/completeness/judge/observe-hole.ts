import type { Gap, GapStatus } from './gap.js';
import type { Hole } from './hole.js';
import { DAY_MS, durationMs, HOUR_MS, type TimeWindow } from '../../time-window.js';

/** The waits between two tries at a hole grow up to this. */
const LONGEST_WAIT_MS = DAY_MS;

/** Rows come late: what was confirmed is rechecked after these waits, and then left to the scrub. */
const RECHECKS_AFTER_VERDICT_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS] as const;

/** How many observations it takes to believe that nothing is there. */
const OBSERVATIONS_TO_BELIEVE = 2;

/** A longer stretch before a listing is believed only when observations on different days saw it empty. */
const LONG_BEFORE_LISTING_MS = 2 * DAY_MS;

/** What one checked answer showed around a hole. */
export interface HoleSighting {
  readonly hole: Hole;
  /** A row stood directly before, and directly after the hole, in the same answer. */
  readonly dataBefore: boolean;
  readonly dataAfter: boolean;
  /** The hole begins where the market's life does, or ends where it does. */
  readonly atListing: boolean;
  readonly atDelisting: boolean;
  /**
   * The answer agrees with what is proven around: one that lacks rows of it says nothing of what else it lacks, and one
   * that has rows where none were has seen no hole.
   */
  readonly isWitness: boolean;
  readonly evidence: string;
}

/**
 * Returns what is known of a hole after one more observation.
 *
 * A second observation counts only `confirmMs` after the one before: two answers of one bad minute are one
 * observation. Times are the observer's own clock, not the exchange's.
 */
export function observeHole(
  previous: Gap | undefined,
  seen: HoleSighting,
  nowMs: number,
  confirmMs: number,
): Gap {
  const isApart =
    previous === undefined ||
    previous.observations === 0 || // a failure to get an answer is no observation, nothing to keep apart from
    nowMs - previous.lastObservedAtMs >= confirmMs;
  const counts = isApart && seen.isWitness;
  const observations = (previous?.observations ?? 0) + (counts ? 1 : 0);
  const lastObservedAtMs = counts || !previous ? nowMs : previous.lastObservedAtMs;
  const firstObservedAtMs =
    previous === undefined || previous.observations === 0 ? nowMs : previous.firstObservedAtMs;
  const lastedMs = lastObservedAtMs - firstObservedAtMs;
  const status = observations >= OBSERVATIONS_TO_BELIEVE ? classify(seen, lastedMs) : 'missing';
  const nextTryAtMs =
    status === 'missing'
      ? lastObservedAtMs + waitMs(observations, confirmMs)
      : nextTryAfterVerdictMs(previous, status, lastObservedAtMs, counts ? 0 : confirmMs);
  return {
    fromMs: seen.hole.fromMs,
    toMs: seen.hole.toMs,
    rowsExpected: seen.hole.rowsExpected,
    status,
    observations,
    firstObservedAtMs,
    lastObservedAtMs,
    nextTryAtMs: seen.isWitness ? nextTryAtMs : Math.max(nextTryAtMs, nowMs + confirmMs),
    evidence: seen.evidence,
  };
}

/** Whether the hole is to be rechecked some time before the scrub comes by. */
export function isToBeRechecked(gap: Gap): boolean {
  return gap.status !== 'before-history' && gap.nextTryAtMs > gap.lastObservedAtMs;
}

/** Whether so few observations, and so close together, are enough for a stretch before a listing. */
export function mayBeBeforeListing(stretch: TimeWindow, lastedMs: number): boolean {
  return durationMs(stretch) <= LONG_BEFORE_LISTING_MS || lastedMs >= DAY_MS;
}

/**
 * The first of the waits after a new verdict, then the next longer one; at once, which is never, when all are over.
 * `notBeforeMs` after the last observation that counts when this one does not; else 0.
 */
function nextTryAfterVerdictMs(
  previous: Gap | undefined,
  status: GapStatus,
  atMs: number,
  notBeforeMs: number,
): number {
  const [firstMs] = RECHECKS_AFTER_VERDICT_MS;
  if (previous?.status !== status) return atMs + firstMs;
  if (notBeforeMs > 0) return Math.max(previous.nextTryAtMs, atMs + notBeforeMs);
  const waitedMs = previous.nextTryAtMs - previous.lastObservedAtMs;
  if (waitedMs <= 0) return atMs;
  return atMs + (RECHECKS_AFTER_VERDICT_MS.find((waitMs) => waitMs > waitedMs) ?? 0);
}

/** The wait after a hole was seen `observations` times: doubled each time, a day at most. */
export function waitMs(observations: number, confirmMs: number): number {
  return Math.min(confirmMs * 2 ** Math.max(0, observations - 1), LONGEST_WAIT_MS);
}

function classify(seen: HoleSighting, lastedMs: number): GapStatus {
  if (seen.dataBefore && seen.dataAfter) return 'confirmed-empty';
  if (seen.atListing && seen.dataAfter && !seen.dataBefore) {
    return mayBeBeforeListing(seen.hole, lastedMs) ? 'before-listing' : 'missing';
  }
  if (seen.atDelisting && seen.dataBefore) return 'after-delisting';
  return 'missing';
}

/** The known gap that a hole is part of, so that what is left of a gap keeps its observations. */
export function gapAround(gaps: readonly Gap[], hole: TimeWindow): Gap | undefined {
  return gaps.find((gap) => gap.fromMs <= hole.fromMs && hole.toMs <= gap.toMs);
}
