import type { Gap } from './gap.js';
import {
  ceilTo,
  DAY_MS,
  hullOf,
  overlap,
  subtractWindows,
  type TimeWindow,
} from '../../time-window.js';

/** What is wanted of a series and known of it; only what the exchange keeps can still be asked for. */
export interface KeptSeries {
  readonly wanted: TimeWindow;
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
}

/**
 * From when on an exchange still has the rows that it keeps for `keptMs`: the first UTC day of which it keeps
 * all. `nowMs` is the exchange's time.
 */
export function keptFromMs(nowMs: number, keptMs: number): number {
  return ceilTo(nowMs - keptMs, DAY_MS);
}

/**
 * What of the look-back was never proven and is older than what the exchange keeps: it can't be had any more.
 * What is proven stays proven, and what was found lost stays lost.
 */
export function lostStretches(
  { wanted, coverage, gaps }: KeptSeries,
  fromMs: number,
): TimeWindow[] {
  const old = { fromMs: wanted.fromMs, toMs: Math.min(fromMs, wanted.toMs) };
  if (old.toMs <= old.fromMs) return [];
  return subtractWindows([old], [...coverage, ...gaps.filter(isLost)]);
}

/**
 * The wanted window behind the last stretch that is lost: what is certified is whole. It begins where the
 * record of the loss ends, so that the moving boundary of the exchange does not move it.
 */
export function afterLost(wanted: TimeWindow, gaps: readonly Gap[]): TimeWindow {
  const lostToMs = gaps.filter(isLost).map((gap) => gap.toMs);
  const fromMs = Math.max(wanted.fromMs, ...lostToMs);
  return { fromMs, toMs: Math.max(fromMs, wanted.toMs) };
}

/** The record of one stretch; `nowMs` is the observer's own clock. */
export function lostGap(
  lost: TimeWindow,
  rowsExpected: number,
  evidence: string,
  nowMs: number,
): Gap {
  return {
    ...lost,
    status: 'before-history',
    rowsExpected,
    observations: 0,
    firstObservedAtMs: nowMs,
    lastObservedAtMs: nowMs,
    nextTryAtMs: nowMs,
    evidence,
  };
}

/** A stretch with the gaps that reach into it, whose record it takes the place of. */
export function withGapsAround(lost: TimeWindow, gaps: readonly Gap[]): TimeWindow {
  return hullOf([lost, ...gaps.filter((gap) => !isLost(gap) && overlap(gap, lost))]);
}

function isLost(gap: Gap): boolean {
  return gap.status === 'before-history';
}
