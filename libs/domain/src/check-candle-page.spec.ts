import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Candle } from './candle.js';
import { checkCandlePage } from './check-candle-page.js';
import { DataIntegrityError } from './errors.js';
import { HOUR_MS } from './time-window.js';

const dayMs = Date.parse('2026-02-19T00:00Z');
const window = { fromMs: dayMs, toMs: dayMs + 24 * HOUR_MS };
const candleAt = (hour: number, changed: Partial<Candle> = {}): Candle => ({
  openAtMs: dayMs + hour * HOUR_MS,
  open: 3.1,
  high: 3.4,
  low: 3,
  close: 3.2,
  volume: 1250.5,
  ...changed,
});
const check = (...rows: Candle[]) => checkCandlePage(rows, window, HOUR_MS);

describe('a candle page', () => {
  it('is believed in ascending order, in whatever order it came', () => {
    const sorted = Array.from({ length: 24 }, (_, hour) => candleAt(hour));
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted), (rows) => {
        const times = rows.map((row) => row.openAtMs).sort((a, b) => a - b);
        expect(check(...rows).map((row) => row.openAtMs)).toEqual(times);
      }),
    );
  });

  it('may be empty: whether that is a fact is not for the page to say', () => {
    expect(check()).toEqual([]);
  });

  it('may hold a candle in which nobody traded', () => {
    const quiet = candleAt(4, { open: 3, high: 3, low: 3, close: 3, volume: 0 });
    expect(check(quiet)).toEqual([quiet]);
  });

  it.each<[string, Candle]>([
    ['before the window', candleAt(-1)],
    ['at the open end of the window', candleAt(24)],
    ['off the grid', candleAt(5, { openAtMs: dayMs + 5 * HOUR_MS + 1 })],
    ['at no time', candleAt(5, { openAtMs: NaN })],
    ['at a broken millisecond', candleAt(5, { openAtMs: dayMs + 0.5 })],
    ['with a price of 0', candleAt(5, { low: 0 })],
    ['with a negative price', candleAt(5, { low: -3 })],
    ['with a price that is no number', candleAt(5, { close: NaN })],
    ['with an infinite price', candleAt(5, { high: Infinity })],
    ['with an open below its low', candleAt(5, { open: 2.9 })],
    ['with a close above its high', candleAt(5, { close: 3.5 })],
    ['with high and low exchanged', candleAt(5, { high: 3, low: 3.4 })],
    ['with a negative volume', candleAt(5, { volume: -1 })],
    ['with a volume that is no number', candleAt(5, { volume: NaN })],
  ])('is refused whole for one row %s', (_, wrong) => {
    expect(() => check(candleAt(3), wrong, candleAt(6))).toThrow(DataIntegrityError);
  });

  it('of the premium index holds shares of a price, 0 and below too, and is else judged alike', () => {
    const premium = (...rows: Candle[]) =>
      checkCandlePage(rows, window, HOUR_MS, 'premium-candles');
    const below = { open: -0.0004, high: 0.0001, low: -0.0005, close: 0, volume: 0 };
    expect(premium(candleAt(4, below))).toEqual([candleAt(4, below)]);
    // Exchanges write "-0.00000000" too, and a database keeps no sign of it.
    const [zero] = premium(candleAt(4, { ...below, close: -0 }));
    expect(Object.is(zero?.close, 0)).toBe(true);
    // As Bybit's documentation shows them: the open is the close before, outside of what the candle itself reached.
    const carried = { open: -0.000754, high: -0.001071, low: -0.001072, close: -0.001072 };
    expect(premium(candleAt(4, { ...carried, volume: 0 }))).toHaveLength(1);
    const wrong = [{ open: NaN }, { close: 0.0002 }, { high: NaN }, { low: -Infinity }];
    for (const changed of wrong) {
      expect(() => premium(candleAt(4, { ...below, ...changed }))).toThrow(DataIntegrityError);
    }
  });

  it('is refused for a candle that comes twice, even with equal values', () => {
    expect(() => check(candleAt(3), candleAt(4), candleAt(3))).toThrow(DataIntegrityError);
  });

  it('is refused with the row and the window as evidence', () => {
    const wrong = candleAt(5, { volume: -1 });
    expect(() => check(wrong)).toThrow(
      expect.objectContaining({
        message: 'Candle page refused',
        context: { fault: 'the volume is negative or not finite', ...wrong, ...window },
      }),
    );
  });
});
