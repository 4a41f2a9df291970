import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Gap } from './gap.js';
import {
  gapAround,
  isToBeRechecked,
  mayBeBeforeListing,
  observeHole,
  waitMs,
  type HoleSighting,
} from './observe-hole.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const confirmMs = 10 * MINUTE_MS;
const nowMs = Date.parse('2026-02-19T17:00Z');
const seen: HoleSighting = {
  hole: { fromMs: nowMs - 3 * HOUR_MS, toMs: nowMs - HOUR_MS, rowsExpected: 2 },
  dataBefore: true,
  dataAfter: true,
  atListing: false,
  atDelisting: false,
  isWitness: true,
  evidence: '2 rows between 13:00 and 16:00 not in an answer of 200',
};
const observe = (previous: Gap | undefined, atMs: number, sighting = seen) =>
  observeHole(previous, sighting, atMs, confirmMs);
const observeTwice = (sighting: Partial<HoleSighting>) =>
  observe(observe(undefined, nowMs), nowMs + confirmMs, { ...seen, ...sighting });

describe('a hole', () => {
  it('is missing when it is seen first, with what was seen and when to ask again', () => {
    expect(observe(undefined, nowMs)).toEqual({
      ...seen.hole,
      status: 'missing',
      observations: 1,
      firstObservedAtMs: nowMs,
      lastObservedAtMs: nowMs,
      nextTryAtMs: nowMs + confirmMs,
      evidence: seen.evidence,
    });
  });

  it('is confirmed empty at the second observation, not earlier than the confirm time after the first', () => {
    const first = observe(undefined, nowMs);
    const tooSoon = observe(first, nowMs + confirmMs - 1);
    expect(tooSoon).toMatchObject({ status: 'missing', observations: 1, lastObservedAtMs: nowMs });
    expect(observe(tooSoon, nowMs + confirmMs)).toMatchObject({
      status: 'confirmed-empty',
      observations: 2,
      firstObservedAtMs: nowMs,
      lastObservedAtMs: nowMs + confirmMs,
    });
  });

  it('is not seen by an answer that lacks proven rows too, and asked for again no sooner for that (seed 406062)', () => {
    const bad = { ...seen, isWitness: false };
    const first = observe(undefined, nowMs, bad);
    expect(first).toMatchObject({ status: 'missing', observations: 0 });
    const confirmed = observeTwice({});
    const later = nowMs + 2 * HOUR_MS;
    expect(observe(confirmed, later, bad)).toEqual({
      ...confirmed,
      nextTryAtMs: later + confirmMs,
    });
  });

  it('is not confirmed by any number of observations within the confirm time, nor by a clock set back', () => {
    const laterMs = fc.array(fc.integer({ min: -DAY_MS, max: confirmMs - 1 }));
    fc.assert(
      fc.property(laterMs, (laters) => {
        const gap = laters.reduce(
          (known, ms) => observe(known, nowMs + ms),
          observe(undefined, nowMs),
        );
        expect(gap).toMatchObject({ status: 'missing', observations: 1 });
      }),
    );
  });

  it('is first observed by the first answer: failures to get one are no observations', () => {
    const failed: Gap = { ...observe(undefined, nowMs), observations: 0 };
    const first = observe(failed, nowMs + MINUTE_MS);
    expect(first).toMatchObject({ status: 'missing', observations: 1 });
    expect(observe(first, nowMs + MINUTE_MS + confirmMs).status).toBe('confirmed-empty');
  });

  it.each<[Gap['status'], string, Partial<HoleSighting>]>([
    ['missing', 'no data after it', { dataAfter: false }],
    ['missing', 'no data before it', { dataBefore: false }],
    ['missing', 'no data around it', { dataBefore: false, dataAfter: false }],
    ['before-listing', 'the listing before it', { dataBefore: false, atListing: true }],
    ['after-delisting', 'the delisting after it', { dataAfter: false, atDelisting: true }],
    [
      'missing',
      'a listing before it but no data after it',
      { dataBefore: false, dataAfter: false, atListing: true },
    ],
    [
      'missing',
      'a delisting after it but no data before it',
      { dataBefore: false, dataAfter: false, atDelisting: true },
    ],
    ['confirmed-empty', 'data around it, listing or not', { atListing: true, atDelisting: true }],
  ])('is %s at the second observation with %s', (status, _, sighting) => {
    expect(observeTwice(sighting).status).toBe(status);
  });

  it('takes the shape and the evidence of the last observation', () => {
    const hole = { ...seen.hole, toMs: seen.hole.toMs - HOUR_MS, rowsExpected: 1 };
    expect(observeTwice({ hole, evidence: 'one row came' })).toMatchObject({
      ...hole,
      evidence: 'one row came',
      observations: 2,
    });
  });
});

describe('a long stretch before a listing', () => {
  const atListing = { ...seen, dataBefore: false, atListing: true };
  const ofDays = (days: number) => ({
    ...atListing,
    hole: { fromMs: nowMs - 200 * DAY_MS, toMs: nowMs - (200 - days) * DAY_MS, rowsExpected: 9 },
  });
  const statuses = (days: number, afterMs: readonly number[]) => {
    let gap: Gap | undefined;
    return afterMs.map((ms) => (gap = observe(gap, nowMs + ms, ofDays(days))).status);
  };

  it('is believed only when observations a day apart saw it empty', () => {
    expect(statuses(100, [0, 22 * MINUTE_MS, HOUR_MS, DAY_MS - 1, DAY_MS + HOUR_MS])).toEqual([
      'missing',
      'missing',
      'missing',
      'missing',
      'before-listing',
    ]);
  });

  it('is believed at the second observation up to two days', () => {
    expect(statuses(2, [0, confirmMs])).toEqual(['missing', 'before-listing']);
    expect(statuses(2.01, [0, confirmMs])).toEqual(['missing', 'missing']);
    expect(mayBeBeforeListing({ fromMs: 0, toMs: 2 * DAY_MS }, 0)).toBe(true);
    expect(mayBeBeforeListing({ fromMs: 0, toMs: 2 * DAY_MS + 1 }, DAY_MS - 1)).toBe(false);
    expect(mayBeBeforeListing({ fromMs: 0, toMs: 2 * DAY_MS + 1 }, DAY_MS)).toBe(true);
  });
});

describe('a verdict', () => {
  it('is rechecked after an hour, a day and a week, and then left to the scrub', () => {
    let gap = observe(observe(undefined, nowMs), nowMs + confirmMs);
    const waits: number[] = [];
    while (isToBeRechecked(gap)) {
      waits.push(gap.nextTryAtMs - gap.lastObservedAtMs);
      gap = observe(gap, gap.nextTryAtMs);
    }
    expect(waits).toEqual([HOUR_MS, DAY_MS, 7 * DAY_MS]);
    expect(gap.status).toBe('confirmed-empty');
    expect(isToBeRechecked(observe(gap, gap.lastObservedAtMs + 30 * DAY_MS))).toBe(false);
  });

  it('waits on as it did when it is observed again too soon', () => {
    const gap = observe(observe(undefined, nowMs), nowMs + confirmMs);
    expect(observe(gap, nowMs + confirmMs + 1).nextTryAtMs).toBe(gap.nextTryAtMs);
  });
});

describe('the wait for the next try', () => {
  it('doubles with every observation, and is a day at most', () => {
    expect([0, 1, 2, 3, 4].map((n) => waitMs(n, confirmMs) / MINUTE_MS)).toEqual([
      10, 10, 20, 40, 80,
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 5_000 }), (n) => {
        expect(waitMs(n, confirmMs)).toBeLessThanOrEqual(DAY_MS);
        expect(waitMs(n + 1, confirmMs)).toBeGreaterThanOrEqual(waitMs(n, confirmMs));
      }),
    );
  });

  it('ends when the second observation counts', () => {
    const first = observe(undefined, nowMs);
    expect(observe(first, first.nextTryAtMs).observations).toBe(2);
  });
});

describe('the gap that a hole is part of', () => {
  const gap = observe(undefined, nowMs);

  it('is found for the whole of it and for what is left of it', () => {
    expect(gapAround([gap], gap)).toBe(gap);
    expect(gapAround([gap], { fromMs: gap.fromMs + HOUR_MS, toMs: gap.toMs })).toBe(gap);
  });

  it('is none for a hole that reaches out of it: the new part was never observed', () => {
    expect(gapAround([gap], { fromMs: gap.fromMs, toMs: gap.toMs + 1 })).toBeUndefined();
    expect(gapAround([], gap)).toBeUndefined();
  });
});
