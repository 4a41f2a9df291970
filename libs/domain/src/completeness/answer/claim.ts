import { DAY_MS } from '../../time-window.js';

/**
 * What an answer had for one row against what is proven: `claimed` is the row's line, '' when there is none.
 * `observations` answers said the same, none of them sooner after the one before than two observations must be apart.
 */
export interface Claim {
  readonly rowAtMs: number;
  readonly claimed: string;
  readonly observations: number;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  /** Not rechecked before this: an answer could not be had. */
  readonly notBeforeMs: number;
  /** What was being done when it was seen first: who found it. */
  readonly foundBy: string;
}

/** By the observer's own clock; two observations closer together than `confirmMs` count as one. */
export interface ObservationTime {
  readonly nowMs: number;
  readonly confirmMs: number;
  /** What is being done: fill, tail, gap, recheck or scrub. */
  readonly foundBy: string;
}

/** More rows of a series than this that differ at once are no revision but a rewrite: nothing of it is stored. */
export const MOST_REVISED_AT_ONCE = 3;

/** Two answers must agree before proven history changes; of a rewrite three, on different days. */
const OBSERVATIONS_TO_BELIEVE = 2;
const OBSERVATIONS_TO_BELIEVE_A_REWRITE = 3;
const REWRITE_LASTS_MS = DAY_MS;

/** The claim after one more answer. A second observation counts only `confirmMs` after the one before. */
export function claimAfter(
  before: Claim | undefined,
  { rowAtMs, claimed }: Pick<Claim, 'rowAtMs' | 'claimed'>,
  { nowMs, confirmMs, foundBy }: ObservationTime,
): Claim {
  if (before?.claimed !== claimed) {
    const seen = { firstSeenAtMs: nowMs, lastSeenAtMs: nowMs, notBeforeMs: nowMs };
    return { rowAtMs, claimed, observations: 1, ...seen, foundBy };
  }
  if (nowMs - before.lastSeenAtMs < confirmMs) return before;
  return { ...before, observations: before.observations + 1, lastSeenAtMs: nowMs };
}

/** The claim after an answer that said nothing of its row: asked for again, and not at once. */
export function putOffClaim(claim: Claim, { nowMs, confirmMs }: ObservationTime): Claim {
  return { ...claim, notBeforeMs: Math.max(claim.notBeforeMs, nowMs + confirmMs) };
}

/** Whether the claim is to be believed; `isRewrite` when it is one of many in the series. */
export function isBelieved(claim: Claim, isRewrite: boolean): boolean {
  if (!isRewrite) return claim.observations >= OBSERVATIONS_TO_BELIEVE;
  const lastedMs = claim.lastSeenAtMs - claim.firstSeenAtMs;
  return claim.observations >= OBSERVATIONS_TO_BELIEVE_A_REWRITE && lastedMs >= REWRITE_LASTS_MS;
}

/** When the row should be rechecked: soon, and a rewrite after growing waits, up to half a day. */
export function nextRecheckAtMs(claim: Claim, isRewrite: boolean, confirmMs: number): number {
  const waitMs = isRewrite
    ? Math.min(confirmMs * 4 ** claim.observations, REWRITE_LASTS_MS / 2)
    : confirmMs;
  return Math.max(claim.lastSeenAtMs + waitMs, claim.notBeforeMs);
}
