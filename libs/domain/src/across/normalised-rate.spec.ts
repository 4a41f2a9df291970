import { describe, expect, it } from '@jest/globals';
import { normalisedRate } from './normalised-rate.js';

describe('A rate by the hour and by the year', () => {
  it.each([
    ['0.0001', 480, '0.0000125', '0.1095'],
    ['0.0001', 60, '0.0001', '0.876'],
    ['-0.00005', 240, '-0.0000125', '-0.1095'],
    ['0', 60, '0', '0'],
  ])('of %s each %i minutes is %s and %s', (rate, minutes, ratePerHour, ratePerYear) => {
    expect(normalisedRate(rate, minutes)).toEqual({ ratePerHour, ratePerYear });
  });

  it('is cut at 18 decimals where no decimal is exact', () => {
    expect(normalisedRate('0.0001', 180).ratePerHour).toBe('0.000033333333333333');
    expect(normalisedRate('0.0001', 180).ratePerYear).toBe('0.292');
  });

  it.each([0, -60, 1.5, Number.NaN])('has no interval of %d minutes', (minutes) => {
    expect(() => normalisedRate('0.0001', minutes)).toThrow(RangeError);
  });
});
