import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalsOf, fixedPoint } from './fixed-point.js';

const valueOf = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer);
  return (view.getBigInt64(8, true) << 64n) + view.getBigUint64(0, true);
};

describe('a number in Nautilus’s fixed point', () => {
  it('is the one that Nautilus 1.221.0 writes', () => {
    // Price.from_str("0.5"), Quantity.from_str("10.000") in its own catalog.
    expect(Buffer.from(fixedPoint(0.5)).toString('hex')).toBe('0080e03779c311000000000000000000');
    expect(Buffer.from(fixedPoint(10)).toString('hex')).toBe('00008a5d784563010000000000000000');
  });

  it('is exact, below zero and in exponent form too', () => {
    expect(valueOf(fixedPoint(-1.5))).toBe(-15_000_000_000_000_000n);
    expect(valueOf(fixedPoint(1.5e-7))).toBe(1_500_000_000n);
    expect(valueOf(fixedPoint(1e21))).toBe(10n ** 37n);
    const cents = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(cents, (n) => valueOf(fixedPoint(n / 100)) === BigInt(n) * 10n ** 14n),
      { numRuns: 200 },
    );
  });

  it('has as many decimals as its shortest text', () => {
    expect([10, 0.5, 64_265.25, 1e-7, 1.5e-7].map(decimalsOf)).toEqual([0, 1, 2, 7, 8]);
  });

  it('is refused with more decimals than Nautilus keeps', () => {
    expect(() => fixedPoint(1e-17)).toThrow(/more than the 16 decimals/);
  });
});
