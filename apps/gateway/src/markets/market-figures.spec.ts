import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { fundingFigures } from './market-figures.js';

const nowMs = 100 * DAY_MS;
const settled = (daysAgo: number, rate: string, intervalMinutes = 480) => ({
  settledAtMs: nowMs - daysAgo * DAY_MS + HOUR_MS,
  stampedAtMs: 0,
  rate,
  intervalMinutes,
});

describe('What a month of funding says', () => {
  it('is a mean by the year, each settlement by its own interval', () => {
    // 0.01 % each eight hours and 0.01 % each hour: 0.02 % in nine hours.
    const figures = fundingFigures([settled(20, '0.0001'), settled(3, '0.0001', 60)], nowMs);
    expect(figures.mean30d).toBeCloseTo((8_760 * 0.0002) / 9);
    expect(figures.mean7d).toBeCloseTo(0.876);
  });

  it('has a point a day, and none where nothing was settled: not zero', () => {
    const { daily, mean7d } = fundingFigures([settled(30, '0.0001')], nowMs);
    expect(daily).toHaveLength(30);
    expect(daily[0]).toBeCloseTo(0.1095);
    expect(daily.slice(1).every((mean) => mean === null)).toBe(true);
    expect(mean7d).toBeNull();
  });
});
