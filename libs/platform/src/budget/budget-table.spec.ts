import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DEAD_AFTER_MS,
  evenShares,
  shareOf,
  takenBy,
  type Budget,
  type Member,
} from './budget-table.js';

const BUDGET: Budget = { most: 480, least: 1, windowMs: 5_100, sliceMs: 250 };

const member = (of: Partial<Member>): Member => ({
  id: 'one',
  role: 'spec',
  beat: 1,
  held: 0,
  atMost: null,
  left: false,
  holdMs: 0,
  ...of,
});

describe('even shares', () => {
  it('give away all that is wanted and no more, and nobody less than another who wants more', () => {
    fc.assert(
      fc.property(
        fc.nat(600),
        fc.array(fc.option(fc.integer({ min: 1, max: 700 })), { minLength: 1, maxLength: 12 }),
        (total, wants) => {
          const shares = evenShares(total, wants);
          const wanted = wants.reduce((sum: number, want) => sum + (want ?? Infinity), 0);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(Math.min(total, wanted));
          const full = wants.map((want, i) => shares[i] === want);
          const open = shares.filter((_, i) => !full[i]);
          const least = Math.min(...open, Infinity);
          expect(Math.max(...shares)).toBeLessThanOrEqual(least + 1);
          wants.forEach((want, i) => expect(shares[i]!).toBeLessThanOrEqual(want ?? Infinity));
        },
      ),
    );
  });

  it('leave to the others what a modest one does not want', () => {
    expect(evenShares(480, [null, 30, null])).toEqual([225, 30, 225]);
    expect(evenShares(7, [null, null, null])).toEqual([3, 2, 2]);
  });
});

describe('what a process still takes of the budget', () => {
  it('is all that it held until it is surely dead, and goes as its last requests leave the window', () => {
    const one = member({ held: 480 });
    expect(takenBy(one, DEAD_AFTER_MS - 1, BUDGET)).toBe(480);
    const half = takenBy(one, DEAD_AFTER_MS + 2_500, BUDGET);
    expect(half).toBeGreaterThanOrEqual(240);
    expect(half).toBeLessThan(300);
    expect(takenBy(one, DEAD_AFTER_MS + BUDGET.windowMs, BUDGET)).toBe(0);
  });

  it('begins to go at once when it said that it left', () => {
    const gone = member({ held: 480, left: true });
    expect(takenBy(gone, 0, BUDGET)).toBe(480);
    expect(takenBy(gone, 2_500, BUDGET)).toBeLessThan(300);
  });
});

describe('what becomes free little by little', () => {
  it('is had by all alike, and not by who was there first', () => {
    const long: Budget = { most: 400, least: 1, windowMs: 300_100, sliceMs: 15_000 };
    const gone = member({ id: 'gone', held: 400, left: true });
    const first = member({ id: 'first', held: 70 });
    const second = member({ id: 'second' });
    const seenMs = ({ id }: Member) => (id === 'gone' ? 90_000 : 0);
    const free = long.most - takenBy(gone, 90_000, long);
    expect(shareOf(first, [second, gone], seenMs, long)).toEqual({ even: 200, most: free / 2 });
    expect(shareOf(second, [{ ...first, held: free / 2 }, gone], seenMs, long)).toEqual({
      even: 200,
      most: free / 2,
    });
  });
});
