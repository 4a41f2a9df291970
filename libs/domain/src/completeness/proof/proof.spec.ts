import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candleHoles, candlesDue } from '../schedule/candle-grid.js';
import type { Gap, GapStatus } from '../judge/gap.js';
import { CANDLE_GRACE_MS, SETTLEMENT_GRACE_MS } from '../schedule/grace.js';
import { absentInstants, proveSeries, type Absent, type ProofInput } from './proof.js';
import { absentSettlements } from '../schedule/settlement-schedule.js';
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  subtractWindows,
  totalMs,
  type TimeWindow,
} from '../../time-window.js';

const startMs = Date.parse('2026-02-19T00:00Z');
const hour = (n: number) => startMs + n * HOUR_MS;
const hours = (from: number, to: number): TimeWindow => ({ fromMs: hour(from), toMs: hour(to) });
const gapOf = (status: GapStatus, of: TimeWindow, more: Partial<Gap> = {}): Gap => ({
  ...of,
  status,
  rowsExpected: Math.ceil(totalMs([of]) / HOUR_MS),
  observations: status === 'missing' ? 1 : 2,
  firstObservedAtMs: 0,
  lastObservedAtMs: HOUR_MS,
  nextTryAtMs: 2 * HOUR_MS,
  evidence: '',
  ...more,
});

/** Hourly candles: which hours hold one, and what is known beside them. */
function candlesOf(
  wanted: TimeWindow,
  present: readonly number[],
  more: Partial<ProofInput> = {},
): ProofInput {
  const rows = present.map((at) => ({
    openAtMs: hour(at),
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
  }));
  return {
    wanted,
    absent: candleHoles(rows, wanted, HOUR_MS).map((hole): Absent => ({
      ...hole,
      stepMs: HOUR_MS,
    })),
    coverage: [wanted],
    gaps: [],
    touched: [],
    firstRowAtMs: rows[0]?.openAtMs,
    lastRowAtMs: rows.at(-1)?.openAtMs,
    nowMs: wanted.toMs + DAY_MS,
    graceMs: CANDLE_GRACE_MS,
    dueAfterMs: HOUR_MS,
    ...more,
  };
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const day = hours(0, 24);
const none = { missing: 0, 'confirmed-empty': 0, 'before-listing': 0, 'after-delisting': 0 };

describe('the proof of a series', () => {
  it('is whole when every row that is due is stored', () => {
    expect(proveSeries(candlesOf(day, range(0, 24)))).toEqual({
      window: day,
      counts: none,
      missing: [],
      unfounded: [],
      outdated: [],
    });
  });

  it('counts every row that is due once: present, confirmed empty, missing, or outside a life', () => {
    const statuses = fc.constantFrom<GapStatus[]>(
      'missing',
      'confirmed-empty',
      'before-listing',
      'after-delisting',
    );
    const cut = fc.tuple(
      fc.integer({ min: -5, max: 45 }),
      fc.integer({ min: 1, max: 9 }),
      statuses,
    );
    const present = fc.uniqueArray(fc.nat({ max: 39 }), { maxLength: 40 });
    fc.assert(
      fc.property(present, fc.array(cut, { maxLength: 6 }), (some, cuts) => {
        const wanted = hours(0, 40);
        let gaps: Gap[] = [];
        for (const [from, length, status] of cuts) {
          const free = subtractWindows([hours(from, from + length)], gaps);
          gaps = [...gaps, ...free.map((window) => gapOf(status, window))];
        }
        const rows = [...some].sort((a, b) => a - b);
        const coverage = subtractWindows(
          [wanted],
          gaps.filter((gap) => gap.status === 'missing'),
        );
        const { window, counts } = proveSeries(
          candlesOf(wanted, rows, { gaps, coverage, nowMs: Infinity }),
        );

        expect(window).toEqual(wanted);
        const absent = Object.values(counts).reduce((sum, many) => sum + many, 0);
        const lackOfAny = subtractWindows([wanted], coverage).length > 0;
        const due = rows.length + absent;
        // A stretch that is open although every row in it is there counts as one that may hold another.
        if (!lackOfAny) expect(due).toBe(candlesDue(wanted, HOUR_MS));
        expect(due).toBeGreaterThanOrEqual(candlesDue(wanted, HOUR_MS));
        const explained = gaps.filter((gap) => gap.status !== 'missing');
        for (const at of range(0, 40).filter((one) => !rows.includes(one))) {
          const isExplained = explained.some(
            (gap) => gap.fromMs <= hour(at) && hour(at) < gap.toMs,
          );
          if (!isExplained) expect(counts.missing).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not take coverage for evidence: rows that are gone are missing, and asked for again', () => {
    const left = range(0, 24).filter((at) => at !== 5 && at !== 6 && at !== 20);
    expect(proveSeries(candlesOf(day, left))).toMatchObject({
      window: day,
      counts: { ...none, missing: 3 },
      unfounded: [hours(5, 7), hours(20, 21)],
    });
  });

  it('finds out every row that was deleted, whichever and however many', () => {
    const deleted = fc.uniqueArray(fc.nat({ max: 23 }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(deleted, (gone) => {
        const left = range(0, 24).filter((at) => !gone.includes(at));
        const { counts, unfounded } = proveSeries(candlesOf(day, left));
        expect(counts).toEqual({ ...none, missing: gone.length });
        expect(totalMs(unfounded)).toBe(gone.length * HOUR_MS);
      }),
    );
  });

  it('counts the fourteen settlements as missing that were deleted out of three months', () => {
    const all = range(0, 92).map((i) => hour(8 * i));
    const left = all.filter((_, i) => i < 30 || i >= 44);
    const wanted = { fromMs: hour(0), toMs: all.at(-1)! + MINUTE_MS };
    const absent = absentInstants(
      absentSettlements(left, wanted, { runs: [], listedAtMs: undefined }),
    );
    const { counts, unfounded } = proveSeries({
      ...candlesOf(wanted, []),
      absent,
      firstRowAtMs: left[0],
      lastRowAtMs: left.at(-1),
      graceMs: SETTLEMENT_GRACE_MS,
      dueAfterMs: 0,
    });
    expect(counts).toEqual({ ...none, missing: 14 });
    expect(left.length + counts.missing).toBe(92);
    // Each is asked for as the minute in which it is due.
    expect(unfounded).toEqual(
      all.slice(30, 44).map((atMs) => ({ fromMs: atMs, toMs: atMs + MINUTE_MS })),
    );
  });
});

describe('a stretch that was never asked for', () => {
  it('is missing by its rows, where rows are due in it', () => {
    const coverage = [hours(0, 10), hours(14, 24)];
    const rows = [...range(0, 10), ...range(14, 24)];
    expect(proveSeries(candlesOf(day, rows, { coverage }))).toMatchObject({
      counts: { ...none, missing: 4 },
      unfounded: [],
    });
  });

  it('keeps the series unproven also where no row seems to be due in it', () => {
    const settled = { absent: [], firstRowAtMs: hour(0), lastRowAtMs: hour(16) };
    const coverage = [hours(0, 9), hours(12, 24)];
    expect(proveSeries(candlesOf(day, [], { ...settled, coverage })).counts.missing).toBe(1);
  });

  it('keeps the series unproven also when it was asked for and every request failed', () => {
    const settled = { absent: [], firstRowAtMs: hour(0), lastRowAtMs: hour(16) };
    const coverage = [hours(0, 9), hours(12, 24)];
    const gaps = [gapOf('missing', hours(9, 12), { observations: 0, evidence: 'HTTP 500' })];
    expect(proveSeries(candlesOf(day, [], { ...settled, coverage, gaps })).counts.missing).toBe(1);
  });
});

describe('a row that is due for minutes only', () => {
  const rows = range(0, 23);

  it('is left out of the window while it may still be on its way', () => {
    for (const afterMs of [0, MINUTE_MS, CANDLE_GRACE_MS - 1]) {
      const proof = proveSeries(candlesOf(day, rows, { nowMs: day.toMs + afterMs }));
      expect(proof).toMatchObject({ window: hours(0, 23), counts: none, unfounded: [] });
    }
  });

  it('is missing when its grace is over', () => {
    const proof = proveSeries(candlesOf(day, rows, { nowMs: day.toMs + CANDLE_GRACE_MS }));
    expect(proof).toMatchObject({ window: day, counts: { ...none, missing: 1 } });
  });

  it('excuses no row before it', () => {
    const proof = proveSeries(candlesOf(day, range(0, 22), { nowMs: day.toMs }));
    expect(proof).toMatchObject({ window: hours(0, 23), counts: { ...none, missing: 1 } });
  });

  it('is a settlement that was announced, up to a quarter of an hour after its time', () => {
    const wanted = { fromMs: hour(0), toMs: hour(17) + MINUTE_MS };
    const input = {
      ...candlesOf(wanted, []),
      absent: absentInstants([hour(17)]),
      firstRowAtMs: hour(0),
      lastRowAtMs: hour(16),
      coverage: [{ fromMs: hour(0), toMs: hour(16) + MINUTE_MS }],
      gaps: [gapOf('missing', { fromMs: hour(16) + MINUTE_MS, toMs: wanted.toMs })],
      graceMs: SETTLEMENT_GRACE_MS,
      dueAfterMs: 0,
    };
    expect(proveSeries({ ...input, nowMs: hour(17) + 5_000 })).toMatchObject({
      window: hours(0, 17),
      counts: none,
    });
    expect(proveSeries({ ...input, nowMs: hour(17) + SETTLEMENT_GRACE_MS })).toMatchObject({
      window: wanted,
      counts: { ...none, missing: 1 },
    });
  });
});

describe('a verdict', () => {
  const lacking = [...range(0, 5), ...range(7, 24)];
  const empty = gapOf('confirmed-empty', hours(5, 7));

  it('counts where its rows are absent', () => {
    expect(proveSeries(candlesOf(day, lacking, { gaps: [empty] }))).toMatchObject({
      counts: { ...none, 'confirmed-empty': 2 },
      unfounded: [],
      outdated: [],
    });
  });

  it('does not excuse rows next to it', () => {
    const rows = [...range(0, 4), ...range(7, 24)];
    expect(proveSeries(candlesOf(day, rows, { gaps: [empty] }))).toMatchObject({
      counts: { ...none, 'confirmed-empty': 2, missing: 1 },
      unfounded: [hours(4, 5)],
    });
  });

  it('counts only inside the window where it reaches out of it', () => {
    const gaps = [gapOf('before-listing', hours(-30, 2)), gapOf('after-delisting', hours(23, 30))];
    expect(proveSeries(candlesOf(day, range(2, 23), { gaps })).counts).toEqual({
      ...none,
      'before-listing': 2,
      'after-delisting': 1,
    });
  });

  it('goes when the rows came after all', () => {
    const proof = proveSeries(candlesOf(day, range(0, 24), { gaps: [empty] }));
    expect(proof).toMatchObject({ counts: none, outdated: [{ was: empty, left: [] }] });
  });

  it('of settlements goes when none was due there after all', () => {
    const gap = gapOf('confirmed-empty', hours(9, 16));
    const settled = { absent: [], firstRowAtMs: hour(0), lastRowAtMs: hour(16) };
    expect(proveSeries(candlesOf(day, [], { ...settled, gaps: [gap] })).outdated).toEqual([
      { was: gap, left: [] },
    ]);
  });

  it.each<[string, GapStatus, TimeWindow, number[]]>([
    ['rows that stood before it are gone', 'confirmed-empty', hours(5, 7), range(7, 24)],
    ['rows that stood after it are gone', 'confirmed-empty', hours(5, 7), range(0, 5)],
    ['a row before it appeared', 'before-listing', hours(5, 7), lacking],
    ['no row is left after it', 'before-listing', hours(0, 24), []],
    ['a row after it appeared', 'after-delisting', hours(5, 7), lacking],
    ['no row is left before it', 'after-delisting', hours(0, 24), []],
  ])('falls when %s: %s', (_, status, of, rows) => {
    const { counts, unfounded } = proveSeries(candlesOf(day, rows, { gaps: [gapOf(status, of)] }));
    expect(counts).toEqual({ ...none, missing: 24 - rows.length });
    expect(totalMs(unfounded)).toBe((24 - rows.length) * HOUR_MS);
  });

  it('of a hundred days before the first row falls when its looks were minutes apart', () => {
    const wanted = hours(0, 200 * 24);
    const rows = range(2_400, 4_800);
    const before = (lastedMs: number) =>
      gapOf('before-listing', hours(0, 2_400), {
        firstObservedAtMs: 0,
        lastObservedAtMs: lastedMs,
      });
    const of = (gap: Gap) => proveSeries(candlesOf(wanted, rows, { gaps: [gap] }));
    expect(of(before(22 * MINUTE_MS)).counts).toEqual({ ...none, missing: 2_400 });
    expect(of(before(DAY_MS)).counts).toEqual({ ...none, 'before-listing': 2_400 });
  });
});

describe('a gap that is open', () => {
  it('goes when its rows are there, and stays while one is absent', () => {
    const gap = gapOf('missing', hours(5, 7));
    const outdated = (rows: readonly number[]) =>
      proveSeries(candlesOf(day, rows, { gaps: [gap] })).outdated;
    expect(outdated(range(0, 24))).toEqual([{ was: gap, left: [] }]);
    expect(outdated([...range(0, 5), ...range(7, 24)])).toEqual([]);
    expect(outdated([...range(0, 6), ...range(7, 24)])).toEqual([
      { was: gap, left: [{ ...gap, ...hours(6, 7), rowsExpected: 1 }] },
    ]);
  });

  it('of settlements is counted anew when fewer are due in it than it says', () => {
    const gap = gapOf('missing', { fromMs: hour(8) + MINUTE_MS, toMs: hour(16) });
    const settled = { firstRowAtMs: hour(0), lastRowAtMs: hour(16), gaps: [gap] };
    const absent = absentInstants([hour(12)]);
    expect(proveSeries(candlesOf(day, [], { ...settled, absent })).outdated).toEqual([
      { was: gap, left: [{ ...gap, rowsExpected: 1 }] },
    ]);
  });

  it('of which every request failed stays until it was asked for with success', () => {
    const gap = gapOf('missing', hours(5, 7), { observations: 0 });
    const settled = { absent: [], firstRowAtMs: hour(0), lastRowAtMs: hour(16), gaps: [gap] };
    const coverage = [hours(0, 5), hours(7, 24)];
    expect(proveSeries(candlesOf(day, [], { ...settled, coverage })).outdated).toEqual([]);
    expect(proveSeries(candlesOf(day, [], settled)).outdated).toEqual([{ was: gap, left: [] }]);
  });

  it('of what the exchange no longer keeps stays, and nothing in it is missing', () => {
    const gap = gapOf('before-history', hours(0, 7));
    const proof = proveSeries(
      candlesOf(day, range(7, 24), { gaps: [gap], coverage: [hours(7, 24)] }),
    );
    expect(proof).toMatchObject({ counts: none, outdated: [], unfounded: [] });
  });
});
