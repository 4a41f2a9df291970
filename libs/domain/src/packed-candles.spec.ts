import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PackedCandles } from './packed-candles.js';

const number = fc.double({ noNaN: true, min: 0 });
const candles = fc.array(
  fc.record({
    openAtMs: fc.integer({ min: 0 }),
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  }),
);

describe('candles as numbers', () => {
  it('are the same candles, digit by digit, whole and in part', () => {
    fc.assert(
      fc.property(candles, fc.nat(20), fc.nat(20), (rows, from, to) => {
        const packed = PackedCandles.of(rows);
        expect(packed.length).toBe(rows.length);
        expect(packed.candles()).toEqual(rows);
        expect(packed.slice(from, to).candles()).toEqual(rows.slice(from, to));
        expect(packed.openAtMs(from)).toBe(rows[from]?.openAtMs ?? Infinity);
      }),
    );
  });
});
