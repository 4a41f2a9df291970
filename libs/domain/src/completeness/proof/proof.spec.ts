import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candlesDue } from '../schedule/candle-grid.js';
import type { Gap, GapStatus } from '../judge/gap.js';
import { SETTLEMENT_GRACE_MS } from '../schedule/grace.js';
import { absentInstants, proveSeries } from './proof.js';
import { absentSettlements } from '../schedule/settlement-schedule.js';
import { HOUR_MS, MINUTE_MS, subtractWindows, totalMs } from '../../time-window.js';
import { hour, hours, gapOf, candlesOf, range, day, none } from './proof-input.fixture.js';

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
