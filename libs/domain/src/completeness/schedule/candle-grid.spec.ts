import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Candle } from '../../candle.js';
import { candleHoles, candlesDue } from './candle-grid.js';
import { HOUR_MS, MINUTE_MS, totalMs } from '../../time-window.js';

const candleAt = (step: number): Candle => ({
  openAtMs: step * HOUR_MS,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 0,
});

describe('the candle grid', () => {
  it('expects every step that opens in the window', () => {
    const minute = fc.nat({ max: 3000 }).map((n) => n * MINUTE_MS);
    fc.assert(
      fc.property(minute, minute, (fromMs, lengthMs) => {
        const toMs = fromMs + lengthMs;
        let opens = 0;
        for (let atMs = 0; atMs < toMs; atMs += HOUR_MS) if (atMs >= fromMs) opens += 1;
        expect(candlesDue({ fromMs, toMs }, HOUR_MS)).toBe(opens);
      }),
    );
  });

  it('expects 8,760 hourly candles of a year', () => {
    const year = { fromMs: Date.parse('2025-01-01T00:00Z'), toMs: Date.parse('2026-01-01T00:00Z') };
    expect(candlesDue(year, HOUR_MS)).toBe(8_760);
  });

  it('has a hole wherever candles are due and none is there, and nowhere else', () => {
    const steps = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 60 });
    const bound = fc.nat({ max: 60 });
    fc.assert(
      fc.property(steps, bound, bound, (present, from, length) => {
        const window = { fromMs: from * HOUR_MS, toMs: (from + length) * HOUR_MS };
        const candles = [...present].sort((a, b) => a - b).map(candleAt);

        const holes = candleHoles(candles, window, HOUR_MS);

        for (let step = 0; step <= 120; step += 1) {
          const inside = from <= step && step < from + length;
          const inHole = holes.some((h) => h.fromMs <= step * HOUR_MS && step * HOUR_MS < h.toMs);
          expect(inHole).toBe(inside && !present.includes(step));
        }
        for (const hole of holes) expect(hole.rowsExpected).toBe(totalMs([hole]) / HOUR_MS);
      }),
    );
  });

  it('is one hole from end to end when nothing came', () => {
    const window = { fromMs: 0, toMs: 24 * HOUR_MS };
    expect(candleHoles([], window, HOUR_MS)).toEqual([{ ...window, rowsExpected: 24 }]);
  });

  it('expects nothing between the window and the first step of the grid', () => {
    const window = { fromMs: 30 * MINUTE_MS, toMs: 2 * HOUR_MS };
    expect(candleHoles([candleAt(1)], window, HOUR_MS)).toEqual([]);
  });
});
