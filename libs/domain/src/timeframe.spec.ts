import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time-window.js';
import { timeframeMs, TIMEFRAMES } from './timeframe.js';

describe('timeframes', () => {
  it('are as long as their names say', () => {
    const unitsMs: Record<string, number> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
    for (const timeframe of TIMEFRAMES) {
      const named = parseInt(timeframe, 10) * unitsMs[timeframe.slice(-1)]!;
      expect(timeframeMs(timeframe)).toBe(named);
    }
  });

  it('divide a UTC day, so that every exchange cuts the same candles', () => {
    for (const timeframe of TIMEFRAMES) expect(DAY_MS % timeframeMs(timeframe)).toBe(0);
  });
});
