import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sendBudget, SendTimes, sendRules } from './send-times.js';

const PUBLISHED = { most: 600, windowMs: 5_000, heaviest: 1 };

/** Sends as early as the rules allow, starting at each given instant or when the one before has left. */
function sendAt(budget: number, wishesMs: readonly number[]): number[] {
  const sent = new SendTimes(sendRules(sendBudget(PUBLISHED, budget)));
  let nowMs = 0;
  return wishesMs.map((wishMs) => {
    nowMs = sent.nextAtMs(Math.max(nowMs, wishMs));
    sent.record(nowMs);
    return nowMs;
  });
}

/** The most that any stretch of `windowMs` holds; the fullest ones begin with a request. */
function fullest(timesMs: readonly number[], windowMs: number): number {
  return Math.max(
    ...timesMs.map((fromMs) => timesMs.filter((t) => t >= fromMs && t < fromMs + windowMs).length),
  );
}

describe('the send times', () => {
  it('never exceed the budget in any window, however the requests come', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.array(fc.nat(400), { minLength: 100, maxLength: 900 }),
        (budget, pausesMs) => {
          let atMs = 0;
          const wishes = pausesMs.map((pauseMs) => (atMs += pauseMs > 390 ? pauseMs * 10 : 0));
          const times = sendAt(budget, wishes);
          expect(fullest(times, 5_000)).toBeLessThanOrEqual(Math.max(1, Math.floor(600 * budget)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('still fit when the network brings two requests up to 100 ms closer together', () => {
    const times = sendAt(1, new Array<number>(2_000).fill(0));
    expect(fullest(times, 5_100)).toBeLessThanOrEqual(600);
  });

  it('are spread over the window and use the budget up', () => {
    const times = sendAt(0.8, new Array<number>(2_000).fill(0));
    expect(fullest(times, 250)).toBeLessThanOrEqual(24);
    expect(fullest(times, 5_000)).toBeGreaterThanOrEqual(470);
  });

  it('refuse a budget outside (0, 1]', () => {
    for (const budget of [0, -0.1, 1.01, Number.NaN]) {
      expect(() => sendBudget(PUBLISHED, budget)).toThrow(RangeError);
    }
  });
});
