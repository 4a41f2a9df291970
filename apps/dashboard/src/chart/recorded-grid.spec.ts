import { describe, expect, it } from '@jest/globals';
import { recordedGrid } from './recorded-grid.js';

describe('A curve of what was recorded', () => {
  it('stands on equal steps of whole seconds, of two points in one the later', () => {
    const { stepMs, points } = recordedGrid([
      { atMs: 1_100, value: 1 },
      { atMs: 1_900, value: 2 },
      { atMs: 16_000, value: 3 },
    ]);
    expect(stepMs).toBe(1_000);
    expect(points).toEqual([
      { atMs: 1_000, value: 2 },
      { atMs: 16_000, value: 3 },
    ]);
  });

  it('shows a pause of sixteen minutes as long as it was, and that nothing was recorded in it', () => {
    const cycles = Array.from({ length: 20 }, (_, n) => ({ atMs: n * 15_000, value: n }));
    const after = { atMs: 285_000 + 960_000, value: 21 };
    const { quiet, stepMs } = recordedGrid([...cycles, after]);
    expect(quiet).toEqual([{ fromMs: 285_000, toMs: 1_245_000 }]);
    expect(quiet.every(({ fromMs, toMs }) => fromMs % stepMs === 0 && toMs % stepMs === 0)).toBe(
      true,
    );
  });

  it('takes a desk that cycled more seldom once for no pause', () => {
    const EIGHT_HOURS = 8 * 3_600_000;
    const seldom = Array.from({ length: 30 }, (_, n) => ({ atMs: n * EIGHT_HOURS, value: n }));
    const often = Array.from({ length: 200 }, (_, n) => ({
      atMs: 29 * EIGHT_HOURS + (n + 1) * 900_000,
      value: n,
    }));
    expect(recordedGrid([...seldom, ...often]).quiet).toEqual([]);
  });

  it('takes a year in steps that a screen can show', () => {
    const days = Array.from({ length: 366 }, (_, n) => ({ atMs: n * 86_400_000, value: n }));
    const { stepMs, quiet } = recordedGrid(days);
    expect((366 * 86_400_000) / stepMs).toBeLessThan(2_100);
    expect(quiet).toEqual([]);
  });
});
