import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR_MS } from '../../clock/durations.js';
import { exactProduct, fromUnits, toUnits } from './decimal-units.js';
import { OpenCandle } from './open-candle.js';

const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');

/** Any valid candle, in units of the last digit. */
const candles = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 1_000_000_000 }),
    fc.integer({ min: 0, max: 7 }),
  )
  .map(([prices, volume, decimals]) => {
    const text = (units: number) => fromUnits(units, decimals);
    const [open = 1, close = 1] = prices;
    return {
      openAtMs: OPEN_AT_MS,
      open: text(open),
      high: text(Math.max(...prices)),
      low: text(Math.min(...prices)),
      close: text(close),
      volume: text(volume),
      turnover: undefined,
    };
  });

describe('the open candle', () => {
  it('stays a candle inside the recorded one, and only widens and grows', () => {
    fc.assert(
      fc.property(
        candles,
        fc.array(fc.integer({ min: 0, max: HOUR_MS - 1 }), { minLength: 2, maxLength: 20 }),
        (recorded, times) => {
          const candle = new OpenCandle();
          let before: { high: number; low: number; volume: number } | undefined;
          for (const afterMs of times.sort((a, b) => a - b)) {
            const read = candle.read(recorded, OPEN_AT_MS + afterMs);
            const [open, high, low, close, volume] = [
              read.open,
              read.high,
              read.low,
              read.close,
              read.volume,
            ].map(Number) as [number, number, number, number, number];
            expect(low).toBeLessThanOrEqual(Math.min(open, close));
            expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
            expect(low).toBeGreaterThanOrEqual(Number(recorded.low));
            expect(high).toBeLessThanOrEqual(Number(recorded.high));
            expect(volume).toBeLessThanOrEqual(Number(recorded.volume));
            if (before) {
              expect(high).toBeGreaterThanOrEqual(before.high);
              expect(low).toBeLessThanOrEqual(before.low);
              expect(volume).toBeGreaterThanOrEqual(before.volume);
            }
            before = { high, low, volume };
          }
        },
      ),
    );
  });

  it('is another at each request, even when the clock stands still', () => {
    fc.assert(
      fc.property(candles, (recorded) => {
        fc.pre(recorded.high !== recorded.low);
        const candle = new OpenCandle();
        const first = candle.read(recorded, OPEN_AT_MS);
        expect(candle.read(recorded, OPEN_AT_MS).close).not.toBe(first.close);
      }),
    );
  });
});

describe('decimals', () => {
  it('come back from units as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 0, max: 8 }), (n, d) => {
        expect(toUnits(fromUnits(n, d), d)).toBe(n);
      }),
    );
  });

  it('multiply exactly', () => {
    expect(exactProduct('0.5', '0.10')).toBe('0.050');
    expect(exactProduct('66640.4', '1635.473')).toBe('108988574.9092');
    expect(exactProduct('3', '4')).toBe('12');
  });
});
