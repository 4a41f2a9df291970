import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimAfter, isBelieved, nextRecheckAtMs, type Claim } from './claim.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const confirmMs = 10 * MINUTE_MS;
const nowMs = Date.parse('2026-02-19T17:00Z');
const rowAtMs = nowMs - 5 * HOUR_MS;
const ALONE = false;
const ONE_OF_MANY = true;

/** The claim after answers that say these lines at these times. */
function after(...answers: readonly (readonly [atMs: number, line: string])[]): Claim {
  const [first, ...others] = answers;
  const observe = (before: Claim | undefined, [atMs, claimed]: readonly [number, string]) =>
    claimAfter(before, { rowAtMs, claimed }, { nowMs: atMs, confirmMs, foundBy: 'scrub' });
  return others.reduce(observe, observe(undefined, first!));
}
const atDays = (...days: number[]) =>
  after(...days.map((day) => [nowMs + day * DAY_MS, 'x'] as const));

describe('what one answer says against a proven row', () => {
  it('is a claim with the time, the text and who found it, and not believed', () => {
    const claim = after([nowMs, '0,0.0009']);
    expect(claim).toEqual({
      rowAtMs,
      claimed: '0,0.0009',
      observations: 1,
      firstSeenAtMs: nowMs,
      lastSeenAtMs: nowMs,
      notBeforeMs: nowMs,
      foundBy: 'scrub',
    });
    expect(isBelieved(claim, ALONE)).toBe(false);
  });

  it('is not confirmed by any number of answers within the confirm time, nor by a clock set back', () => {
    const laters = fc.array(fc.integer({ min: -DAY_MS, max: confirmMs - 1 }));
    fc.assert(
      fc.property(laters, (all) => {
        const claim = after([nowMs, 'x'], ...all.map((ms) => [nowMs + ms, 'x'] as const));
        expect(claim).toMatchObject({ observations: 1, lastSeenAtMs: nowMs });
        expect(isBelieved(claim, ALONE)).toBe(false);
      }),
    );
  });

  it('is believed when another answer says the same, minutes later', () => {
    expect(isBelieved(after([nowMs, 'x'], [nowMs + confirmMs, 'x']), ALONE)).toBe(true);
    expect(isBelieved(after([nowMs, ''], [nowMs + confirmMs, '']), ALONE)).toBe(true);
  });

  it('begins anew when the other answer says something else', () => {
    const claim = after([nowMs, 'x'], [nowMs + confirmMs, 'y']);
    expect(claim).toMatchObject({
      claimed: 'y',
      observations: 1,
      firstSeenAtMs: nowMs + confirmMs,
    });
    const back = after([nowMs, 'x'], [nowMs + confirmMs, 'y'], [nowMs + 2 * confirmMs, 'x']);
    expect(isBelieved(back, ALONE)).toBe(false);
  });

  it('keeps who found it first', () => {
    const first = after([nowMs, 'x']);
    const time = { nowMs: nowMs + confirmMs, confirmMs, foundBy: 'recheck' };
    expect(claimAfter(first, { rowAtMs, claimed: 'x' }, time).foundBy).toBe('scrub');
  });
});

describe('one claim of many in a series', () => {
  it('is not believed at two observations, nor at any number of them within a day', () => {
    expect(isBelieved(atDays(0, 3), ONE_OF_MANY)).toBe(false);
    expect(isBelieved(atDays(0, 0.1, 0.2, 0.3, 0.9), ONE_OF_MANY)).toBe(false);
  });

  it('is believed when three observations over more than a day agree', () => {
    expect(isBelieved(atDays(0, 0.5, 1), ONE_OF_MANY)).toBe(true);
    expect(isBelieved(atDays(0, 0.5, 1 - 1 / 1440), ONE_OF_MANY)).toBe(false);
  });
});

describe('a row that was contradicted', () => {
  it('is rechecked as soon as a second observation counts', () => {
    expect(nextRecheckAtMs(after([nowMs, 'x']), ALONE, confirmMs)).toBe(nowMs + confirmMs);
  });

  it('is rechecked after growing waits of half a day at most when it is one of many', () => {
    const waits = [1, 2, 3, 4].map((observations) => {
      const claim = { ...after([nowMs, 'x']), observations };
      return (nextRecheckAtMs(claim, ONE_OF_MANY, confirmMs) - nowMs) / MINUTE_MS;
    });
    expect(waits).toEqual([40, 160, 640, 720]);
  });
});
