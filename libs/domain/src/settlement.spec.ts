import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settlementHour, stampMinute } from './settlement.js';
import { HOUR_MS, MINUTE_MS } from './time-window.js';

const EIGHT_MS = Date.parse('2026-02-19T08:00Z');

describe('the key of a settlement', () => {
  it('is the same hour for a stamp up to 10 s early or 30 min late', () => {
    const hour = fc.integer({ min: 1, max: 1_000_000 }).map((n) => n * HOUR_MS);
    const offMs = fc.integer({ min: -10_000, max: 30 * MINUTE_MS });
    fc.assert(
      fc.property(hour, offMs, (settledAtMs, off) => {
        expect(settlementHour(settledAtMs + off)).toBe(settledAtMs);
      }),
    );
  });

  it('is none for a stamp that is nowhere near an hour', () => {
    const offMs = fc.integer({ min: 30 * MINUTE_MS + 1, max: HOUR_MS - 10_001 });
    fc.assert(fc.property(offMs, (off) => expect(settlementHour(EIGHT_MS + off)).toBeUndefined()));
  });

  it.each([
    ['Binance, 1 ms late', 1772280000001, 1772280000000],
    ['Binance, 17 ms late', 1772294400017, 1772294400000],
    ['7 s late', EIGHT_MS + 7_000, EIGHT_MS],
    ['Hyperliquid, 1.8 min late', EIGHT_MS + 108_000, EIGHT_MS],
    ['Hyperliquid, 14.8 min late', EIGHT_MS + 888_000, EIGHT_MS],
    ['3 ms early', EIGHT_MS - 3, EIGHT_MS],
  ])('is the full hour: %s', (_, stampedAtMs, settledAtMs) => {
    expect(settlementHour(stampedAtMs)).toBe(settledAtMs);
  });
});

it('a stamp is asked for by the minute nearest to it', () => {
  expect(stampMinute(EIGHT_MS - 30_000)).toBe(EIGHT_MS);
  expect(stampMinute(EIGHT_MS + 29_999)).toBe(EIGHT_MS);
  expect(stampMinute(EIGHT_MS + 888_000)).toBe(EIGHT_MS + 15 * MINUTE_MS);
});
