import {
  cutWindow,
  floorTo,
  holds,
  mergeWindows,
  MINUTE_MS,
  overlap,
  subtractWindows,
  type TimeWindow,
} from '../time-window.js';
import { MOST_REVISED_AT_ONCE, nextRecheckAtMs, type Claim } from './answer/claim.js';
import type { Gap } from './judge/gap.js';
import { isToBeRechecked } from './judge/observe-hole.js';

/** What is known of one series, and what is wanted of it. */
export interface SeriesState {
  /** The look-back, cut at the listing, up to the last closed candle or the last settlement due. */
  readonly wanted: TimeWindow;
  /** What was asked for and stored: it says what to ask next, and proves nothing. */
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  readonly claims: readonly Claim[];
  /** What is being had elsewhere than from the API: nobody asks that for it meanwhile. */
  readonly fromFiles?: readonly TimeWindow[];
}

/**
 * Why a window is asked for: history never stored, the newest rows, a hole seen before, what is proven but was
 * contradicted or may have come late, or the slow second reading of everything.
 */
export type Purpose = 'fill' | 'tail' | 'gap' | 'recheck' | 'scrub';

export interface PlannedWindow extends TimeWindow {
  readonly purpose: Purpose;
}

/** Whether a window of this purpose is read although it is covered. */
export function readsCovered(purpose: Purpose): boolean {
  return purpose === 'recheck' || purpose === 'scrub';
}

/** The windows that are wanted and not covered: look-back − coverage. Never derived from the last row. */
export function unproven({
  wanted,
  coverage,
}: Pick<SeriesState, 'wanted' | 'coverage'>): TimeWindow[] {
  return subtractWindows([wanted], coverage);
}

/**
 * The windows to ask for now, none longer than `pageMs` but the gaps: first those that are asked for again, then what
 * was never asked, newest first. They are made one at a time: nobody asks for all of three years at once.
 *
 * Holes seen before wait for their next try and are asked for whole, so that an answer shows the rows
 * on both of their sides. `nowMs` is the clock that the gaps were observed with.
 */
export function* planWindows(
  state: SeriesState,
  pageMs: number,
  nowMs: number,
  confirmMs: number,
): Generator<PlannedWindow, void> {
  for (const gap of dueGaps(state, nowMs)) yield { ...gap, purpose: 'gap' };
  for (const window of dueRechecks(state, pageMs, nowMs, confirmMs)) {
    yield { ...window, purpose: 'recheck' };
  }
  for (const window of fresh(state).reverse()) {
    for (let { toMs } = window; toMs > window.fromMs;) {
      const piece = lastPage({ ...window, toMs }, pageMs);
      yield { ...piece, purpose: purposeOf(piece, state) };
      toMs = piece.fromMs;
    }
  }
}

/** Whether something of the series was never asked for and is no tail. */
export function lacksHistory(state: SeriesState, pageMs: number): boolean {
  return neverAsked(state).some((window) => {
    const page = lastPage(window, pageMs);
    return page.fromMs > window.fromMs || purposeOf(page, state) === 'fill';
  });
}

function lastPage({ fromMs, toMs }: TimeWindow, pageMs: number): TimeWindow {
  return { fromMs: Math.max(fromMs, floorTo(toMs - 1, pageMs)), toMs };
}

/** How many windows that makes, without making them. */
export function countWindows(
  state: SeriesState,
  pageMs: number,
  nowMs: number,
  confirmMs: number,
): number {
  const again = dueGaps(state, nowMs).length + dueRechecks(state, pageMs, nowMs, confirmMs).length;
  return fresh(state).reduce((many, { fromMs, toMs }) => {
    return many + Math.ceil(toMs / pageMs) - Math.floor(fromMs / pageMs);
  }, again);
}

/** When the next gap or claim of what is wanted is due to be asked for again; Infinity when none is. */
export function nextAgainAtMs(state: SeriesState, confirmMs: number): number {
  return Math.min(
    Infinity,
    ...missingGaps(state).map((gap) => gap.nextTryAtMs),
    ...verdictsAgain(state).map((gap) => gap.nextTryAtMs),
    ...claimsAgain(state, confirmMs).map(({ atMs }) => atMs),
  );
}

/** What was never asked for, ascending. */
export function neverAsked(state: SeriesState): TimeWindow[] {
  return subtractWindows(unproven(state), state.gaps);
}

/** What of it the API is to be asked for. */
function fresh(state: SeriesState): TimeWindow[] {
  return subtractWindows(neverAsked(state), state.fromFiles ?? []);
}

function dueGaps(state: SeriesState, nowMs: number): TimeWindow[] {
  return mergeWindows(missingGaps(state).filter((gap) => gap.nextTryAtMs <= nowMs));
}

/** What is proven and rechecked: verdicts, and the rows that an answer contradicted. */
function dueRechecks(
  state: SeriesState,
  pageMs: number,
  nowMs: number,
  confirmMs: number,
): TimeWindow[] {
  const verdicts = verdictsAgain(state).filter((gap) => gap.nextTryAtMs <= nowMs);
  // What is claimed of a hole is asked for with it.
  const claims = claimsAgain(state, confirmMs).filter(
    ({ atMs, row }) => atMs <= nowMs && !verdicts.some((gap) => overlap(gap, row)),
  );
  const groups = mergeWindows(claims.map(({ row }) => row)).flatMap((window) =>
    cutWindow(window, pageMs, window.fromMs),
  );
  return [...mergeWindows(verdicts), ...joined(groups, pageMs)];
}

/** Holes in what is wanted and not proven. */
function missingGaps(state: SeriesState): Gap[] {
  const missing = state.gaps.filter((gap) => gap.status === 'missing');
  if (missing.length === 0) return [];
  const open = unproven(state);
  return missing.filter((gap) => open.some((window) => overlap(window, gap)));
}

function verdictsAgain({ gaps, wanted }: SeriesState): Gap[] {
  return gaps.filter(
    (gap) => gap.status !== 'missing' && isToBeRechecked(gap) && overlap(gap, wanted),
  );
}

/** The contradicted rows in what is wanted: of what left it nobody asks any more. */
function claimsAgain({ claims, wanted }: SeriesState, confirmMs: number) {
  const isRewrite = claims.length > MOST_REVISED_AT_ONCE;
  return claims
    .map((claim) => ({
      row: { fromMs: claim.rowAtMs, toMs: claim.rowAtMs + MINUTE_MS },
      atMs: nextRecheckAtMs(claim, isRewrite, confirmMs),
    }))
    .filter(({ row }) => overlap(row, wanted));
}

/** Neighbours that fit into one page together, as one window. */
function joined(windows: readonly TimeWindow[], pageMs: number): TimeWindow[] {
  const groups: TimeWindow[] = [];
  for (const window of windows) {
    const last = groups.at(-1);
    if (last && window.toMs - last.fromMs <= pageMs) {
      groups[groups.length - 1] = { fromMs: last.fromMs, toMs: window.toMs };
    } else groups.push(window);
  }
  return groups;
}

/** A window that ends now and continues what is covered is the tail; everything else is history. */
function purposeOf(piece: TimeWindow, state: SeriesState): Purpose {
  const continues = state.coverage.some((covered) =>
    holds({ fromMs: covered.fromMs, toMs: covered.toMs + 1 }, piece.fromMs),
  );
  return piece.toMs === state.wanted.toMs && continues ? 'tail' : 'fill';
}
