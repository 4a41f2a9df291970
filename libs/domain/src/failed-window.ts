import type { Gap } from './gap.js';
import { gapAround } from './observe-hole.js';
import { DAY_MS, type TimeWindow } from './time-window.js';

/** The first wait after a window failed for good; doubled with every failure, a day at most. */
const FIRST_WAIT_MS = 30_000;

/**
 * Returns the gap that a window becomes which could not be had: missing, with the reason as evidence, when
 * nothing is known of it. Failures are no observations, so what looks have shown before stays believed.
 */
export function failedWindow(
  known: readonly Gap[],
  window: TimeWindow,
  rowsExpected: number,
  reason: string,
  nowMs: number,
  firstWaitMs = FIRST_WAIT_MS,
): Gap {
  const before = gapAround(known, window);
  const lastWaitMs = before ? before.nextTryAtMs - before.lastObservedAtMs : 0;
  return {
    fromMs: window.fromMs,
    toMs: window.toMs,
    status: before?.status ?? 'missing',
    rowsExpected,
    observations: before?.observations ?? 0,
    firstObservedAtMs: before?.firstObservedAtMs ?? nowMs,
    lastObservedAtMs: nowMs,
    nextTryAtMs: nowMs + Math.min(Math.max(firstWaitMs, 2 * lastWaitMs), DAY_MS),
    evidence: reason,
  };
}
