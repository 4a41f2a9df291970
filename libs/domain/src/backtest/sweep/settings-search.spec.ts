import { describe, expect, it } from '@jest/globals';
import { drawnSettings, settingsGrid } from './settings-search.js';

describe('settings to try', () => {
  it('are every combination of a grid, once', () => {
    expect(settingsGrid({ a: [1, 2], b: [3, 4] })).toEqual([
      { a: 1, b: 3 },
      { a: 1, b: 4 },
      { a: 2, b: 3 },
      { a: 2, b: 4 },
    ]);
    expect(settingsGrid({})).toEqual([{}]);
  });

  const ranges = {
    entryNetYield: { low: 0.01, high: 0.2, step: undefined },
    holdingHours: { low: 240, high: 720, step: 24 },
  };

  it('are the same draws for the same seed, within their ranges and on their steps', () => {
    const drawn = drawnSettings(ranges, 200, 7, () => true);
    expect(drawn).toHaveLength(200);
    expect(drawnSettings(ranges, 200, 7, () => true)).toEqual(drawn);
    expect(drawnSettings(ranges, 200, 8, () => true)).not.toEqual(drawn);
    const hours = new Set<number>();
    for (const { entryNetYield = NaN, holdingHours = NaN } of drawn) {
      expect(entryNetYield).toBeGreaterThanOrEqual(0.01);
      expect(entryNetYield).toBeLessThanOrEqual(0.2);
      hours.add(holdingHours);
    }
    // 240, 264 … 720: all 21 come up in 200 draws, the ends too, and nothing between.
    expect([...hours].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 21 }, (_, i) => 240 + 24 * i),
    );
  });

  it('are never twice the same, and never what contradicts itself', () => {
    const few = { holdingHours: { low: 240, high: 288, step: 24 } };
    expect(drawnSettings(few, 10, 1, () => true)).toHaveLength(3);
    const allowed = drawnSettings(few, 10, 1, ({ holdingHours = 0 }) => holdingHours > 240);
    expect(allowed.map(({ holdingHours }) => holdingHours).sort()).toEqual([264, 288]);
  });
});
