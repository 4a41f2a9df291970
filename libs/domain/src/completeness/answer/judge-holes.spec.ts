import { describe, expect, it } from '@jest/globals';
import type { Gap } from '../judge/gap.js';
import type { Hole } from '../judge/hole.js';
import { judgeHoles, type Judgement, type KnownSeries } from './judge-holes.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const confirmMs = 10 * MINUTE_MS;
const startMs = Date.parse('2026-02-19T00:00Z');
const nowMs = startMs + 60 * DAY_MS;
const hour = (n: number) => startMs + n * HOUR_MS;
const hours = (fromHour: number, toHour: number) => ({
  fromMs: hour(fromHour),
  toMs: hour(toHour),
});
const hole = (fromHour: number, toHour: number): Hole => ({
  ...hours(fromHour, toHour),
  rowsExpected: toHour - fromHour,
});
const rowTimes = (...ranges: [fromHour: number, toHour: number][]) =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => hour(from + i)));

const series = (more: Partial<KnownSeries> = {}): KnownSeries => ({
  life: { listedAtMs: undefined, delistedAtMs: undefined },
  rowTimesMs: [],
  gaps: [],
  pendingFromMs: Infinity,
  ...more,
});

/** The same holes in answers about the hours 0 to 24, at these times; what the last of them came to. */
function observeAt(holes: readonly Hole[], known: KnownSeries, ...aftersMs: number[]): Judgement {
  let gaps = known.gaps;
  let judged: Judgement = { gaps, replaced: hours(0, 24), covered: [] };
  for (const afterMs of aftersMs) {
    const observation = {
      window: hours(0, 24),
      nowMs: nowMs + afterMs,
      confirmMs,
      isWitness: true,
    };
    judged = judgeHoles(observation, holes, { ...known, gaps });
    gaps = judged.gaps;
  }
  return judged;
}

describe('an answer without a hole', () => {
  it('covers its window and leaves no gap in it', () => {
    const known = series({ rowTimesMs: rowTimes([0, 24]) });
    expect(observeAt([], known, 0)).toEqual({
      gaps: [],
      replaced: hours(0, 24),
      covered: [hours(0, 24)],
    });
  });
});

describe('a hole in the middle of an answer', () => {
  const known = series({ rowTimesMs: rowTimes([0, 7], [9, 24]) });

  it('is missing and not covered at the first observation', () => {
    const judged = observeAt([hole(7, 9)], known, 0);
    expect(judged.gaps).toMatchObject([{ ...hole(7, 9), status: 'missing', observations: 1 }]);
    expect(judged.gaps[0]?.nextTryAtMs).toBe(nowMs + confirmMs);
    expect(judged.covered).toEqual([hours(0, 7), hours(9, 24)]);
  });

  it('is confirmed empty and covered at the second, minutes later', () => {
    const judged = observeAt([hole(7, 9)], known, 0, confirmMs);
    expect(judged.gaps).toMatchObject([{ status: 'confirmed-empty', observations: 2 }]);
    expect(judged.covered).toEqual([hours(0, 24)]);
  });

  it('is still missing at two observations that are seconds apart', () => {
    const judged = observeAt([hole(7, 9)], known, 0, 5_000);
    expect(judged.gaps).toMatchObject([{ status: 'missing', observations: 1 }]);
    expect(judged.covered).toEqual([hours(0, 7), hours(9, 24)]);
  });

  it('keeps its observations when only a part of it is left', () => {
    const { gaps } = observeAt([hole(7, 9)], known, 0);
    const later = series({ rowTimesMs: rowTimes([0, 8], [9, 24]), gaps });
    expect(observeAt([hole(8, 9)], later, confirmMs).gaps).toMatchObject([
      { ...hole(8, 9), status: 'confirmed-empty', observations: 2 },
    ]);
  });

  it('is gone when its rows came', () => {
    const { gaps } = observeAt([hole(7, 9)], known, 0, confirmMs);
    const later = series({ rowTimesMs: rowTimes([0, 24]), gaps });
    const judged = observeAt([], later, confirmMs + HOUR_MS);
    expect(judged).toEqual({ gaps: [], replaced: hours(0, 24), covered: [hours(0, 24)] });
  });
});

describe('a candle that was absent in two observations', () => {
  const known = series({ rowTimesMs: rowTimes([0, 7], [8, 24]) });
  const empty = observeAt([hole(7, 8)], known, 0, confirmMs);

  it('is rechecked after an hour, a day and a week, and then left to the scrub', () => {
    let gaps = empty.gaps;
    let atMs = nowMs + confirmMs;
    for (const waitMs of [HOUR_MS, DAY_MS, 7 * DAY_MS]) {
      expect(gaps).toMatchObject([{ status: 'confirmed-empty', nextTryAtMs: atMs + waitMs }]);
      atMs += waitMs;
      const observation = { window: hours(0, 24), nowMs: atMs, confirmMs, isWitness: true };
      ({ gaps } = judgeHoles(observation, [hole(7, 8)], { ...known, gaps }));
    }
    expect(gaps).toMatchObject([{ status: 'confirmed-empty', nextTryAtMs: atMs }]);
  });
});

describe('an empty answer', () => {
  it('for a series without a row stays missing however often it is given', () => {
    const judged = observeAt([hole(0, 24)], series(), 0, confirmMs, DAY_MS, 9 * DAY_MS);
    expect(judged.gaps).toMatchObject([{ ...hole(0, 24), status: 'missing', observations: 4 }]);
    expect(judged.covered).toEqual([]);
  });

  it('for a new listing without a row stays missing too', () => {
    const life = { listedAtMs: hour(0), delistedAtMs: undefined };
    const judged = observeAt([hole(0, 24)], series({ life }), 0, confirmMs, 9 * DAY_MS);
    expect(judged.gaps).toMatchObject([{ status: 'missing' }]);
  });
});

describe('a stretch between the listing and the first row', () => {
  const listed = (hourOfListing: number, firstRow: number) =>
    series({
      life: { listedAtMs: hour(hourOfListing), delistedAtMs: undefined },
      rowTimesMs: rowTimes([firstRow, 24]),
    });

  it('is before the listing at the second observation when it is short', () => {
    const judged = observeAt([hole(0, 3)], listed(0, 3), 0, confirmMs);
    expect(judged.gaps).toMatchObject([{ status: 'before-listing', observations: 2 }]);
    expect(judged.covered).toEqual([hours(0, 24)]);
  });

  it('is missing when it does not begin where the listing does', () => {
    expect(observeAt([hole(0, 3)], listed(-2, 3), 0, confirmMs).gaps).toMatchObject([
      { status: 'missing' },
    ]);
  });

  it('of a hundred days is missing for as long as all observations were on one day', () => {
    const early = hole(-2_400, 0);
    const known = series({
      life: { listedAtMs: hour(-2_400), delistedAtMs: undefined },
      rowTimesMs: rowTimes([0, 24]),
    });
    const at = (...aftersMs: number[]) => {
      let gaps: readonly Gap[] = [];
      for (const afterMs of aftersMs) {
        const observation = {
          window: hours(-2_400, 24),
          nowMs: nowMs + afterMs,
          confirmMs,
          isWitness: true,
        };
        ({ gaps } = judgeHoles(observation, [early], { ...known, gaps }));
      }
      return gaps;
    };
    expect(at(0, confirmMs, 22 * MINUTE_MS)).toMatchObject([{ status: 'missing' }]);
    expect(at(0, confirmMs, 23 * HOUR_MS)).toMatchObject([{ status: 'missing' }]);
    expect(at(0, confirmMs, 24 * HOUR_MS)).toMatchObject([{ ...early, status: 'before-listing' }]);
  });
});

describe('a stretch between the last row and the end of a listing', () => {
  it('is after the delisting at the second observation', () => {
    const life = { listedAtMs: undefined, delistedAtMs: hour(24) };
    const known = series({ life, rowTimesMs: rowTimes([0, 22]) });
    expect(observeAt([hole(22, 24)], known, 0, confirmMs).gaps).toMatchObject([
      { status: 'after-delisting' },
    ]);
  });
});

describe('a row that may still be on its way', () => {
  it('is asked for again within seconds: a candle that just closed', () => {
    const known = series({ rowTimesMs: rowTimes([0, 23]), pendingFromMs: hour(23) });
    const judged = observeAt([hole(23, 24)], known, 0);
    expect(judged.gaps).toMatchObject([{ status: 'missing', nextTryAtMs: nowMs + 15_000 }]);
    expect(judged.covered).toEqual([hours(0, 23)]);
  });

  it('is asked for again within seconds: a settlement 8 h after the one before it', () => {
    // The stretch without a settlement begins with the minute after the one before.
    const window = { fromMs: hour(0), toMs: hour(16) + MINUTE_MS };
    const late = { fromMs: hour(8) + MINUTE_MS, toMs: window.toMs, rowsExpected: 1 };
    const known = series({
      rowTimesMs: [hour(0), hour(8)],
      pendingFromMs: hour(16) + 5_000 - 15 * MINUTE_MS,
    });
    const { gaps, covered } = judgeHoles(
      { window, nowMs, confirmMs, isWitness: true },
      [late],
      known,
    );
    expect(gaps).toMatchObject([{ status: 'missing', nextTryAtMs: nowMs + 15_000 }]);
    expect(covered).toEqual([{ fromMs: hour(0), toMs: late.fromMs }]);
  });

  it('waits as any other gap once it is out of its grace', () => {
    const known = series({ rowTimesMs: rowTimes([0, 23]), pendingFromMs: hour(24) });
    expect(observeAt([hole(23, 24)], known, 0).gaps[0]?.nextTryAtMs).toBe(nowMs + confirmMs);
  });
});

describe('a gap that reaches across the end of the window', () => {
  it('is replaced as a whole when this answer gives what it lacked', () => {
    const gap: Gap = {
      ...hole(20, 30),
      status: 'missing',
      observations: 1,
      firstObservedAtMs: nowMs,
      lastObservedAtMs: nowMs,
      nextTryAtMs: nowMs + confirmMs,
      evidence: 'seen empty',
    };
    const known = series({ rowTimesMs: rowTimes([0, 24]), gaps: [gap] });
    expect(observeAt([], known, confirmMs)).toEqual({
      gaps: [],
      replaced: hours(0, 30),
      covered: [hours(0, 24)],
    });
  });

  it('is passed over where it does not reach into the window at all', () => {
    const known = series({ rowTimesMs: rowTimes([0, 24]) });
    expect(observeAt([hole(24, 30)], known, 0)).toEqual({
      gaps: [],
      replaced: hours(0, 24),
      covered: [hours(0, 24)],
    });
  });
});
