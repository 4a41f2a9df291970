import { describe, expect, it } from '@jest/globals';
import { widened } from './least-span.js';

const thousandth = (middle: number) => Math.abs(middle) / 1000;

describe('The span of an axis', () => {
  it('is a thousandth of equity at least, so that 0.0006 USDT of 9,988 stay flat', () => {
    const { minValue, maxValue } = widened(
      { minValue: 9988.30001, maxValue: 9988.30066 },
      thousandth,
    );
    expect(maxValue - minValue).toBeCloseTo(9.988, 2);
    expect((minValue + maxValue) / 2).toBeCloseTo(9988.3003, 3);
  });

  it('stays as it is where more happened', () => {
    const range = { minValue: 9000, maxValue: 10_000 };
    expect(widened(range, thousandth)).toEqual(range);
  });
});
