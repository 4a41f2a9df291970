import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '../../clock/durations.js';
import { candleAt } from './candle-at.js';

const OPEN_AT_MS = Date.parse('2026-09-01T12:00:00Z');
const RISING = {
  openAtMs: OPEN_AT_MS,
  open: '100.0',
  high: '130.0',
  low: '94.0',
  close: '121.0',
  volume: '60',
  turnover: '6000.00',
};

function atShare(share: number, recorded = RISING) {
  const { open, high, low, close, volume, turnover } = candleAt(
    recorded,
    OPEN_AT_MS + share * HOUR_MS,
  );
  return [open, high, low, close, volume, turnover];
}

describe('a recorded hour at an instant', () => {
  it('goes from the open over both extremes to the close, and its volume grows evenly', () => {
    expect(atShare(0)).toEqual(['100.0', '100.0', '100.0', '100.0', '0', '0.00']);
    expect(atShare(1 / 6)).toEqual(['100.0', '100.0', '97.0', '97.0', '10', '1000.00']);
    expect(atShare(1 / 2)).toEqual(['100.0', '112.0', '94.0', '112.0', '30', '3000.00']);
    expect(atShare(5 / 6)).toEqual(['100.0', '130.0', '94.0', '125.5', '50', '5000.00']);
  });

  it('sees the high first when it falls', () => {
    const falling = { ...RISING, open: '121.0', close: '100.0' };
    expect(atShare(1 / 6, falling).slice(0, 4)).toEqual(['121.0', '125.5', '121.0', '125.5']);
  });

  it('is the recorded one once it is over', () => {
    expect(candleAt(RISING, OPEN_AT_MS + HOUR_MS)).toBe(RISING);
    expect(candleAt(RISING, OPEN_AT_MS + 9 * HOUR_MS)).toBe(RISING);
  });
});
