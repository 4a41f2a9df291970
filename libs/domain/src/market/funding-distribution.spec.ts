import { describe, expect, it } from '@jest/globals';
import { afterCosts, fundingDistribution, percentile } from './funding-distribution.js';

const each = (rates: readonly number[], hours = 8) => rates.map((rate) => ({ rate, hours }));

describe('How settled rates were spread', () => {
  it('is by the year, so that 0.01 % each hour is eight times 0.01 % each 8 h', () => {
    const slow = fundingDistribution(each([0.0001, 0.0001]));
    const fast = fundingDistribution(each([0.0001, 0.0001], 1));
    expect(slow?.median).toBeCloseTo(0.1095, 12);
    expect(fast?.median).toBeCloseTo(8 * 0.1095, 12);
  });

  it('has the percentiles that numpy has', () => {
    // numpy.percentile([1, 2, 4, 8, 16], [5, 25, 50, 75, 95]): 1.2, 2, 4, 8, 14.4.
    const values = Float64Array.from([1, 2, 4, 8, 16]);
    const found = [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => percentile(values, share));
    expect(found).toEqual([1.2, 2, 4, 8, 14.4].map((value) => expect.closeTo(value, 12)));
  });

  it('has a mean that is what was earned, also where the interval changed', () => {
    const found = fundingDistribution([...each([0.0008]), ...each([0, 0, 0, 0], 1)]);
    expect(found?.mean).toBeCloseTo((0.0008 / 12) * 8_760, 12);
    expect(found?.intervalHours).toBeCloseTo(12 / 5, 12);
    // A rate of 0 pays nobody.
    expect(found?.sharePositive).toBe(0.2);
  });

  it('has every settlement in its histogram or counted beside it', () => {
    const found = fundingDistribution(each(Array.from({ length: 500 }, (_, i) => (i % 97) / 1e5)));
    const { counts = [], below = 0, above = 0 } = found?.histogram ?? {};
    expect(counts.reduce((sum, count) => sum + count, 0) + below + above).toBe(500);
    expect(counts).toHaveLength(24);
    expect(fundingDistribution(each([0.0001, 0.0001]))?.histogram.counts).toEqual([2]);
  });

  it('is after costs by the year and by the settlement', () => {
    // 12 % a year, 0.1 % for four fills in 730 hours: a twelfth of a year.
    const found = { mean: 0.12, intervalHours: 8 };
    const { aYear, aPeriod } = afterCosts(found, { roundTrip: 0.001, holdingHours: 730 });
    expect(aYear).toBeCloseTo(0.108, 12);
    expect(aPeriod).toBeCloseTo((0.108 * 8) / 8_760, 12);
  });

  it('is nothing of no settlements, and has no deviation of one', () => {
    expect(fundingDistribution([])).toBeUndefined();
    expect(fundingDistribution(each([0.0001]))?.deviation).toBeUndefined();
  });
});
