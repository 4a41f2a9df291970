import { describe, expect, it } from '@jest/globals';
import type { Gap } from './judge/gap.js';
import type { Claim } from './answer/claim.js';
import { nextAgainAtMs, planWindows, type SeriesState } from './plan.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeWindow } from '../time-window.js';
import { nowMs, confirmMs, gapOf } from './planned-gap.fixture.js';

describe('the purpose of a planned window', () => {
  const wanted = { fromMs: 0, toMs: 40 };
  const purposes = (coverage: readonly TimeWindow[], gaps: readonly Gap[] = []) =>
    [...planWindows({ wanted, coverage, gaps, claims: [] }, 100, nowMs, confirmMs)].map(
      (piece) => piece.purpose,
    );

  it('is tail where it continues what is covered to the end', () => {
    expect(purposes([{ fromMs: 0, toMs: 35 }])).toEqual(['tail']);
  });

  it('is fill for history, and for the newest rows of a series of which nothing is covered', () => {
    expect(purposes([])).toEqual(['fill']);
    expect(purposes([{ fromMs: 20, toMs: 35 }])).toEqual(['tail', 'fill']);
  });

  it('is gap for a hole that was seen before', () => {
    const covered = [
      { fromMs: 0, toMs: 20 },
      { fromMs: 25, toMs: 40 },
    ];
    expect(purposes(covered, [gapOf({ fromMs: 20, toMs: 25 }, nowMs)])).toEqual(['gap']);
  });
});

describe('what is proven and rechecked', () => {
  const wanted = { fromMs: 0, toMs: 100 * MINUTE_MS };
  const covered = { wanted, coverage: [wanted], gaps: [], claims: [] };
  const again = (state: SeriesState, atMs: number) => [
    ...planWindows(state, 50 * MINUTE_MS, atMs, MINUTE_MS),
  ];
  const verdict = (waitMs: number): Gap => ({
    ...gapOf({ fromMs: 10 * MINUTE_MS, toMs: 12 * MINUTE_MS }, 900 + waitMs),
    status: 'confirmed-empty',
  });
  const claim = (minute: number, observations = 1): Claim => ({
    rowAtMs: minute * MINUTE_MS,
    claimed: '',
    observations,
    firstSeenAtMs: 0,
    lastSeenAtMs: 0,
    notBeforeMs: 0,
    foundBy: 'scrub',
  });

  it.each<[string, number]>([
    ['an hour', HOUR_MS],
    ['a day', DAY_MS],
    ['a week', 7 * DAY_MS],
  ])('is a stretch that was found empty, after %s', (_, waitMs) => {
    const state = { ...covered, gaps: [verdict(waitMs)] };
    expect(again(state, 900 + waitMs - 1)).toEqual([]);
    expect(again(state, 900 + waitMs)).toEqual([
      { fromMs: 10 * MINUTE_MS, toMs: 12 * MINUTE_MS, purpose: 'recheck' },
    ]);
    expect(nextAgainAtMs(state, MINUTE_MS)).toBe(900 + waitMs);
  });

  it('is no stretch whose observations are over, nor one that the exchange no longer keeps', () => {
    const over = { ...covered, gaps: [verdict(0)] };
    const lost = { ...covered, gaps: [{ ...verdict(HOUR_MS), status: 'before-history' as const }] };
    for (const state of [over, lost]) {
      expect(again(state, 100 * DAY_MS)).toEqual([]);
      expect(nextAgainAtMs(state, MINUTE_MS)).toBe(Infinity);
    }
  });

  it('is the row that an answer contradicted, when a second observation counts', () => {
    const state = { ...covered, claims: [claim(20)] };
    expect(again(state, MINUTE_MS - 1)).toEqual([]);
    expect(again(state, MINUTE_MS)).toEqual([
      { fromMs: 20 * MINUTE_MS, toMs: 21 * MINUTE_MS, purpose: 'recheck' },
    ]);
    expect(nextAgainAtMs(state, MINUTE_MS)).toBe(MINUTE_MS);
  });

  it('is nothing that the look-back has left behind: it would be due for ever, and never be asked for', () => {
    const wanted = { ...covered.wanted, fromMs: 30 * MINUTE_MS };
    const left = { ...covered, wanted, claims: [claim(20)], gaps: [verdict(HOUR_MS)] };
    expect(again(left, 100 * DAY_MS)).toEqual([]);
    expect(nextAgainAtMs(left, MINUTE_MS)).toBe(Infinity);
  });

  it('is asked for in one request where it fits into one page', () => {
    const claims = [3, 20, 49, 80].map((minute) => claim(minute));
    const due = again({ ...covered, claims }, DAY_MS);
    expect(due.map(({ fromMs, toMs }) => [fromMs / MINUTE_MS, toMs / MINUTE_MS])).toEqual([
      [3, 50],
      [80, 81],
    ]);
  });

  it('waits longer after every observation when many rows were contradicted at once', () => {
    const many = (observations: number) => ({
      ...covered,
      claims: [1, 2, 3, 4].map((minute) => claim(minute, observations)),
    });
    const waits = [1, 2, 3, 9].map(
      (observations) => nextAgainAtMs(many(observations), MINUTE_MS) / MINUTE_MS,
    );
    expect(waits).toEqual([4, 16, 64, 720]);
  });
});
