import { HOUR_MS } from '../time-window.js';

/** Exchanges announce the next settlement within seconds of the last one; this long after it nobody means it. */
const LONGEST_PAST_MS = HOUR_MS;

/**
 * Whether an exchange that answers with `nextFundingAtMs` at `answeredAtMs` (both epoch ms, its own clock) announces a
 * settlement with it. 0, and an instant long past, are what stands there for a market that is being settled or
 * has no funding.
 */
export function isAnnounced(nextFundingAtMs: number, answeredAtMs: number): boolean {
  return nextFundingAtMs > 0 && nextFundingAtMs >= answeredAtMs - LONGEST_PAST_MS;
}
