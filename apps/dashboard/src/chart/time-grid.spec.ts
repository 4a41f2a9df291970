import { describe, expect, it } from '@jest/globals';
import { onGrid, timeGrid } from './time-grid.js';

const HOUR_MS = 3_600_000;
const window = { fromMs: 2 * HOUR_MS, toMs: 5 * HOUR_MS };

describe('The grid of a chart', () => {
  it('has every step of the window once, its end included, whatever is stored', () => {
    expect(timeGrid(window, HOUR_MS)).toEqual([2, 3, 4, 5].map((hour) => hour * HOUR_MS));
  });

  it('holds windows that begin at 07:01 with both edges on it', () => {
    const gap = { fromMs: 2 * HOUR_MS + 60_000, toMs: 4 * HOUR_MS - 60_000, status: 'missing' };
    expect(onGrid([gap], window, HOUR_MS)).toEqual([
      { fromMs: 2 * HOUR_MS, toMs: 4 * HOUR_MS, status: 'missing' },
    ]);
  });

  it('leaves out what lies beside it, and cuts what reaches over it', () => {
    const before = { fromMs: 0, toMs: HOUR_MS };
    const around = { fromMs: 0, toMs: 9 * HOUR_MS };
    expect(onGrid([before, around], window, HOUR_MS)).toEqual([window]);
  });
});
