import { describe, expect, it } from '@jest/globals';
import { cellAt, HEAD_PX, layOut, monthMarks, NAMES_PX, ROW_PX } from './heat-layout.js';

describe('the heat map', () => {
  it('fills the width that it has', () => {
    expect(layOut(20, 100, NAMES_PX + 500)).toMatchObject({ dayPx: 5, widthPx: NAMES_PX + 500 });
  });

  it('is wider than its room rather than unreadable', () => {
    expect(layOut(20, 366, 300).widthPx).toBe(NAMES_PX + 732);
  });

  it('finds the market and the day at a place, and nothing beside them', () => {
    const layout = layOut(3, 10, NAMES_PX + 100);
    expect(cellAt(layout, NAMES_PX + 25, HEAD_PX + ROW_PX)).toEqual({ row: 1, day: 2 });
    expect(cellAt(layout, NAMES_PX - 1, HEAD_PX)).toBeUndefined();
    expect(cellAt(layout, NAMES_PX + 100, HEAD_PX)).toBeUndefined();
    expect(cellAt(layout, NAMES_PX, HEAD_PX + 3 * ROW_PX)).toBeUndefined();
  });

  it('marks where months begin, in UTC', () => {
    expect(monthMarks(Date.parse('2025-12-31T00:00:00Z'), 34)).toEqual([
      { day: 1, text: 'Jan 2026' },
      { day: 32, text: 'Feb' },
    ]);
  });
});
