import type { Gap } from './gap.js';
import { gapAround } from './observe-hole.js';
import type { TimeWindow } from '../../time-window.js';

/** How long a window waits that failed: `firstMs` after the first failure, then twice as long, `longestMs` at most. */
export interface FailureWaits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Returns the gap that a window becomes which could not be had: missing, with the reason as evidence, when
 * nothing is known of it. Failures are no observations, so what observations have shown before stays believed.
 */
export function failedWindow(
  known: readonly Gap[],
  window: TimeWindow,
  rowsExpected: number,
  reason: string,
  nowMs: number,
  { firstMs, longestMs }: FailureWaits,
): Gap {
  const before = gapAround(known, window);
  const isSeen = before !== undefined && before.observations > 0;
  const lastWaitMs = before ? before.nextTryAtMs - before.lastObservedAtMs : 0;
  return {
    fromMs: window.fromMs,
    toMs: window.toMs,
    status: before?.status ?? 'missing',
    rowsExpected,
    observations: before?.observations ?? 0,
    firstObservedAtMs: before?.firstObservedAtMs ?? nowMs,
    lastObservedAtMs: isSeen ? before.lastObservedAtMs : nowMs,
    nextTryAtMs: nowMs + Math.min(Math.max(firstMs, 2 * lastWaitMs), longestMs),
    evidence: reason,
  };
}

/** The verdict whose recheck could not be had: it stands as the observations left it, and is rechecked `waitMs` later. */
export function putOff(verdict: Gap, nowMs: number, waitMs: number): Gap {
  return { ...verdict, nextTryAtMs: nowMs + waitMs };
}
