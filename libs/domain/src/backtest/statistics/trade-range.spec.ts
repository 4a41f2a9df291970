import { describe, expect, it } from '@jest/globals';
import { tradeRange } from './trade-range.js';

describe('What the trades of a market came to', () => {
  it('has a mean that lies between its bounds, and these within the worst and the best', () => {
    const { low, high, ...rest } = tradeRange([0.01, -0.004, 0.002, 0.02, 0.001]);
    expect(rest).toEqual({
      trades: 5,
      won: 4,
      mean: expect.closeTo(0.0058, 12),
      worst: -0.004,
      best: 0.02,
    });
    expect(low).toBeGreaterThan(-0.004);
    expect(low).toBeLessThan(0.0058);
    expect(high).toBeGreaterThan(0.0058);
    expect(high).toBeLessThan(0.02);
  });

  it('has no bounds of one trade, and nothing of none', () => {
    expect(tradeRange([0.01])).toMatchObject({ mean: 0.01, low: undefined, high: undefined });
    expect(tradeRange([])).toMatchObject({ trades: 0, mean: undefined, worst: undefined });
  });
});
