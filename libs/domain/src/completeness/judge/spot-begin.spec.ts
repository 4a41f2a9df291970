import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../time-window.js';
import type { Gap } from './gap.js';
import { beforeBegin, seemingBeginMs } from './spot-begin.js';

const hours = (from: number, to: number) => ({ fromMs: from * HOUR_MS, toMs: to * HOUR_MS });

function gap(from: number, to: number, more: Partial<Gap> = {}): Gap {
  return {
    ...hours(from, to),
    status: 'missing',
    rowsExpected: to - from,
    observations: 1,
    firstObservedAtMs: 5,
    lastObservedAtMs: 5,
    nextTryAtMs: 10,
    evidence: 'two answers agreed',
    ...more,
  };
}

const wanted = hours(0, 100);

describe('where a spot market seems to begin', () => {
  it('is behind the oldest stretch that answers showed to be empty, at the first row', () => {
    const seen = { wanted, coverage: [hours(40, 100)], gaps: [gap(20, 40), gap(0, 20)] };
    expect(seemingBeginMs(seen)).toBe(40 * HOUR_MS);
  });

  it('is not known while a part of that stretch was not answered, or rows come before it', () => {
    const coverage = [hours(40, 100)];
    expect(seemingBeginMs({ wanted, coverage, gaps: [gap(0, 20)] })).toBeUndefined();
    const failed = gap(20, 40, { observations: 0 });
    expect(seemingBeginMs({ wanted, coverage, gaps: [gap(0, 20), failed] })).toBeUndefined();
    const inside = { wanted, coverage: [hours(0, 10), ...coverage], gaps: [gap(10, 40)] };
    expect(seemingBeginMs(inside)).toBeUndefined();
    expect(seemingBeginMs({ wanted, coverage: [wanted], gaps: [] })).toBeUndefined();
  });

  it('is where what is wanted ends when nothing was traded yet, unless that is a few hours only', () => {
    const nothing = { wanted, coverage: [], gaps: [gap(0, 100)] };
    expect(seemingBeginMs(nothing)).toBe(wanted.toMs);
    const short = { wanted: hours(0, 23), coverage: [], gaps: [gap(0, 23)] };
    expect(short.wanted.toMs).toBeLessThan(DAY_MS);
    expect(seemingBeginMs(short)).toBeUndefined();
  });

  it('makes what lies before it before the listing, and leaves every other gap', () => {
    const later = gap(60, 62);
    const lost = gap(0, 5, { status: 'before-history' });
    expect(beforeBegin([lost, gap(5, 40), later], 40 * HOUR_MS, 99)).toEqual([
      gap(5, 40, {
        ...{ status: 'before-listing', nextTryAtMs: 99, lastObservedAtMs: 99 },
        evidence: 'two answers agreed; one more, across its end, has no row before it either',
      }),
    ]);
  });
});
