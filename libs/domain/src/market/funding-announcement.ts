import { HOUR_MS } from '../time-window.js';

/** Exchanges announce the next settlement within seconds of the last one; this long after it nobody means it. */
const LONGEST_PAST_MS = HOUR_MS;

/**
 * Whether an exchange that tells `nextFundingAtMs` at `toldAtMs` (both epoch ms, its own clock) announces a
 * settlement with it. 0, and an instant long past, are what stands there for a market that is being settled or
 * has no funding.
 */
export function isAnnounced(nextFundingAtMs: number, toldAtMs: number): boolean {
  return nextFundingAtMs > 0 && nextFundingAtMs >= toldAtMs - LONGEST_PAST_MS;
}
