import type { Gap } from './judge/gap.js';
import { type TimeWindow } from '../time-window.js';

export const nowMs = 1_000;
export const confirmMs = 10;

export function gapOf(window: TimeWindow, nextTryAtMs: number): Gap {
  return {
    ...window,
    status: 'missing',
    rowsExpected: 1,
    observations: 1,
    firstObservedAtMs: 900,
    lastObservedAtMs: 900,
    nextTryAtMs,
    evidence: 'seen empty',
  };
}
