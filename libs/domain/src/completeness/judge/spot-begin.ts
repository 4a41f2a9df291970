import { DAY_MS, holds, type TimeWindow } from '../../time-window.js';
import type { Gap } from './gap.js';

/** What is wanted of a series and known of it. */
export interface SeenSeries {
  readonly wanted: TimeWindow;
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
}

/**
 * Where a market seems to begin whose listing the exchange does not publish: behind the oldest stretch, which answers
 * showed to be empty, where its rows begin. Where it has no rows at all, at the end of what is wanted: nothing was traded
 * there yet. Undefined while the oldest stretch has rows, or was not all answered.
 */
export function seemingBeginMs({ wanted, coverage, gaps }: SeenSeries): number | undefined {
  let beginMs = wanted.fromMs;
  for (;;) {
    const empty = gaps.find((gap) => isSeenEmpty(gap) && holds(gap, beginMs));
    if (!empty) break;
    beginMs = empty.toMs;
  }
  if (beginMs === wanted.fromMs) return undefined;
  if (beginMs >= wanted.toMs) {
    // A few candles may be on their way.
    return wanted.toMs - wanted.fromMs >= DAY_MS ? wanted.toMs : undefined;
  }
  return coverage.some((window) => holds(window, beginMs)) ? beginMs : undefined;
}

/**
 * The gaps before the beginning, as what they were found to be, when one more answer has shown the first row and none
 * before it. `nowMs`: the observer's own clock.
 */
export function beforeBegin(gaps: readonly Gap[], beginMs: number, nowMs: number): Gap[] {
  return gaps
    .filter((gap) => gap.status === 'missing' && gap.toMs <= beginMs)
    .map((gap) => ({
      ...gap,
      status: 'before-listing',
      nextTryAtMs: nowMs,
      lastObservedAtMs: nowMs,
      evidence: `${gap.evidence}; one more, across its end, has no row before it either`,
    }));
}

function isSeenEmpty({ status, observations }: Gap): boolean {
  return status === 'missing' && observations > 0;
}
