import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Gap } from './gap.js';
import { afterLost, keptFromMs, lostGap, lostStretches, withGapsAround } from './lost-history.js';
import { DAY_MS, overlap, subtractWindows, type TimeWindow } from '../../time-window.js';

const day = (number: number) => number * DAY_MS;
const days = (from: number, to: number): TimeWindow => ({ fromMs: day(from), toMs: day(to) });
const lost = (from: number, to: number): Gap => lostGap(days(from, to), 1, '', 0);
const wanted = days(0, 365);

describe('history that the exchange no longer keeps', () => {
  it('is what lies before the first whole day that it keeps', () => {
    expect(keptFromMs(day(365) + 1, 89 * DAY_MS)).toBe(day(277));
    expect(lostStretches({ wanted, coverage: [], gaps: [] }, day(277))).toEqual([days(0, 277)]);
  });

  it('is nothing where all of the look-back is kept', () => {
    expect(lostStretches({ wanted, coverage: [], gaps: [] }, day(0))).toEqual([]);
    expect(lostStretches({ wanted, coverage: [], gaps: [] }, day(-5))).toEqual([]);
  });

  it('is never what was stored in time, nor what is on record already', () => {
    const known = { wanted, coverage: [days(100, 365)], gaps: [lost(-10, 100)] };
    expect(lostStretches(known, day(277))).toEqual([]);
  });

  it('is the time of a stop that was longer than it keeps', () => {
    const known = { wanted, coverage: [days(100, 150)], gaps: [lost(-10, 100)] };
    expect(lostStretches(known, day(277))).toEqual([days(150, 277)]);
  });

  it('takes the place of a hole that was being asked for', () => {
    const hole = { ...lost(270, 280), status: 'missing' as const };
    expect(withGapsAround(days(0, 277), [hole, lost(-9, 1)])).toEqual(days(0, 280));
  });
});

describe('what is wanted behind it', () => {
  it('begins where the record ends, and stays there while the boundary moves on', () => {
    expect(afterLost(wanted, [lost(-10, 277)])).toEqual(days(277, 365));
    expect(afterLost(days(30, 395), [lost(-10, 277)])).toEqual(days(277, 395));
    expect(afterLost(days(280, 645), [lost(-10, 277)])).toEqual(days(280, 645));
    expect(afterLost(wanted, [])).toEqual(wanted);
  });

  it('never holds anything that is lost, and loses nothing that is kept or was stored behind it', () => {
    const windows = fc
      .tuple(fc.integer({ min: -20, max: 400 }), fc.integer({ min: 1, max: 60 }))
      .map(([from, length]) => days(from, from + length));
    fc.assert(
      fc.property(fc.array(windows), fc.integer({ min: -20, max: 400 }), (coverage, kept) => {
        const gaps = lostStretches({ wanted, coverage, gaps: [] }, day(kept)).map((one) =>
          lostGap(one, 1, '', 0),
        );
        const left = afterLost(wanted, gaps);
        expect(gaps.some((gap) => overlap(gap, left))).toBe(false);
        // All that is cut off was lost, or lies before something that was.
        const cutOff = subtractWindows([wanted], [left]);
        const lastLostMs = Math.max(wanted.fromMs, ...gaps.map((gap) => gap.toMs));
        for (const one of cutOff) expect(one.toMs).toBeLessThanOrEqual(lastLostMs);
        // Nothing more is lost of what is wanted then.
        expect(lostStretches({ wanted: left, coverage, gaps }, day(kept))).toEqual([]);
      }),
    );
  });
});
