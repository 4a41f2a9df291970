import { describe, expect, it } from '@jest/globals';
import { fundingStatistics, rateRank, type SettledRate } from './funding-statistics.js';

const every8h = (...rates: number[]): SettledRate[] => rates.map((rate) => ({ rate, hours: 8 }));

describe('statistics of settled funding', () => {
  it('says nothing of no settlements, since that is not a rate of zero', () => {
    expect(fundingStatistics([])).toBeUndefined();
    expect(rateRank({ rate: 0, hours: 8 }, [])).toBeUndefined();
  });

  it('gives mean, median and the share that longs paid; a rate of 0 is not one', () => {
    const statistics = fundingStatistics(every8h(0.0001, 0, -0.0002, 0.0005));
    expect(statistics).toMatchObject({ settlements: 4, sharePositive: 0.5 });
    expect(statistics?.meanRate).toBeCloseTo(0.0001, 12);
    expect(statistics?.medianRate).toBeCloseTo(0.00005, 12);
    expect(fundingStatistics(every8h(3, 1, 2))?.medianRate).toBe(2);
  });

  it('weighs by time for a year: 0.01 % each 8 h is 10.95 %, each 1 h eight times as much', () => {
    expect(fundingStatistics(every8h(0.0001, 0.0001))?.yearlyRate).toBeCloseTo(0.1095, 10);
    const hourly = [{ rate: 0.0001, hours: 1 }];
    expect(fundingStatistics(hourly)?.yearlyRate).toBeCloseTo(0.876, 10);
  });

  it('leaves a settlement with an unproven step out of the yearly rate, but not out of the mean', () => {
    const settled = [...every8h(0.0001), { rate: 0.0009, hours: undefined }];
    const statistics = fundingStatistics(settled);
    expect(statistics?.yearlyRate).toBeCloseTo(0.1095, 10);
    expect(statistics?.meanRate).toBeCloseTo(0.0005, 10);
    expect(fundingStatistics([{ rate: 1, hours: undefined }])?.yearlyRate).toBeUndefined();
  });

  it('ranks the current rate by the hour, across a change of interval', () => {
    const settled = every8h(0.0001, 0.0002, 0.0004, 0.0008);
    expect(rateRank({ rate: 0.0002, hours: 8 }, settled)).toBe(0.5);
    expect(rateRank({ rate: 0.0001, hours: 1 }, settled)).toBe(1);
    expect(rateRank({ rate: -0.0001, hours: 8 }, settled)).toBe(0);
  });
});
