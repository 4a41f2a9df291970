import { describe, expect, it } from '@jest/globals';
import { blanksFor } from './blanks.js';
import { intervalChanges } from './interval-changes.js';

const HOUR_MS = 3_600_000;

describe('what the market chart draws', () => {
  it('leaves every hour of a hole blank, up to the row after it', () => {
    const hole = { fromMs: 2 * HOUR_MS, toMs: 4 * HOUR_MS };
    const taken = new Set([HOUR_MS, 4 * HOUR_MS]);
    expect(blanksFor([hole], HOUR_MS, taken)).toEqual([2 * HOUR_MS, 3 * HOUR_MS]);
  });

  it('marks the end of a hole that nothing follows', () => {
    expect(blanksFor([{ fromMs: 0, toMs: HOUR_MS }], HOUR_MS, new Set())).toEqual([0, HOUR_MS]);
  });

  it('keeps the blanks of several holes in order and each once', () => {
    const holes = [
      { fromMs: 3 * HOUR_MS, toMs: 4 * HOUR_MS },
      { fromMs: 2 * HOUR_MS, toMs: 3 * HOUR_MS },
    ];
    expect(blanksFor(holes, HOUR_MS, new Set())).toEqual([2, 3, 4].map((hour) => hour * HOUR_MS));
  });

  it('marks a change of the funding interval, also over a step that nobody knows', () => {
    const changes = intervalChanges([
      [0, '0.0001', 480],
      [1, '0.0001', null],
      [2, '0.0001', 480],
      [3, '0.0001', 240],
      [4, '0.0001', 240],
    ]);
    expect(changes).toEqual([{ atMs: 3, fromMinutes: 480, toMinutes: 240 }]);
  });
});
