import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { snapToMinute } from './settlement.js';
import { MINUTE_MS } from './time-window.js';

describe('the key of a settlement', () => {
  it('is the same minute whatever the milliseconds of jitter', () => {
    const minute = fc.nat({ max: 40_000_000 }).map((n) => n * MINUTE_MS);
    const jitterMs = fc.integer({ min: -MINUTE_MS / 2, max: MINUTE_MS / 2 - 1 });
    fc.assert(
      fc.property(minute, jitterMs, (settledAtMs, jitter) => {
        expect(snapToMinute(settledAtMs + jitter)).toBe(settledAtMs);
      }),
    );
  });

  it('is the full hour for stamps that Binance published', () => {
    expect(snapToMinute(1772280000001)).toBe(1772280000000);
    expect(snapToMinute(1772294400017)).toBe(1772294400000);
  });
});
