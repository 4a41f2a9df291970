import { describe, expect, it } from '@jest/globals';
import type { Gap, GapStatus } from '../judge/gap.js';
import { CANDLE_GRACE_MS, SETTLEMENT_GRACE_MS } from '../schedule/grace.js';
import { absentInstants, proveSeries } from './proof.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, totalMs, type TimeWindow } from '../../time-window.js';
import { hour, hours, gapOf, candlesOf, range, day, none } from './proof-input.fixture.js';

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

  it('of a hundred days before the first row falls when its observations were minutes apart', () => {
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
