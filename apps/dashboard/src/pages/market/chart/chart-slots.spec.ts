import { describe, expect, it } from '@jest/globals';
import { cumulative, fundingSlots } from './chart-slots.js';

const HOUR_MS = 3_600_000;

describe('Settled funding on the grid of the candles', () => {
  it('is one settlement a slot where candles are short, by the year of its own interval', () => {
    const [first, second] = fundingSlots(
      [
        [8 * HOUR_MS + 60_000, '0.0001', 480],
        [12 * HOUR_MS, '0.0001', null],
      ],
      HOUR_MS,
    );
    expect(first).toMatchObject({ atMs: 8 * HOUR_MS, settlements: 1 });
    expect(first?.yearly).toBeCloseTo(0.1095);
    expect(second?.yearly).toBeUndefined();
  });

  it('is the sum of a day where candles are days', () => {
    const [day] = fundingSlots(
      [
        [0, '0.0001', 480],
        [8 * HOUR_MS, '0.0002', 480],
      ],
      24 * HOUR_MS,
    );
    expect(day?.settlements).toBe(2);
    expect(day?.rate).toBeCloseTo(0.0003);
  });

  it('adds up from where the chart begins', () => {
    const slots = fundingSlots(
      [
        [1 * HOUR_MS, '0.0001', 60],
        [2 * HOUR_MS, '-0.0003', 60],
        [3 * HOUR_MS, '0.0001', 60],
      ],
      HOUR_MS,
    );
    expect(cumulative(slots, 2 * HOUR_MS).map(({ sum }) => sum)).toEqual([
      expect.closeTo(-0.0003),
      expect.closeTo(-0.0002),
    ]);
  });
});
