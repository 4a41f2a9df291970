import { describe, expect, it } from '@jest/globals';
import {
  chosenTimeframe,
  CANDLE_KINDS,
  isForResearch,
  isOfTimeframe,
  lookbackDaysOf,
  seriesOfKind,
  USUAL_KINDS,
} from './series.js';

describe('the premium index among the kinds', () => {
  it('is kept by the minute whatever timeframe is set, and has a look-back of its own', () => {
    expect(seriesOfKind('premium-candles', '1h')).toEqual({
      kind: 'premium-candles',
      timeframe: '1m',
    });
    const days = { usualDays: 365, premiumDays: 30 };
    expect(lookbackDaysOf('premium-candles', days)).toBe(30);
    for (const kind of CANDLE_KINDS.filter((one) => one !== 'premium-candles')) {
      expect(seriesOfKind(kind, '4h')).toEqual({ kind, timeframe: '4h' });
      expect(lookbackDaysOf(kind, days)).toBe(365);
    }
  });

  it('belongs to the set of every timeframe, and makes none: a data set is of the one that was chosen', () => {
    const premium = seriesOfKind('premium-candles', '1h');
    expect(isOfTimeframe(premium, '1h') && isOfTimeframe(premium, '1m')).toBe(true);
    expect(chosenTimeframe(premium)).toBeUndefined();
    expect(isOfTimeframe({ kind: 'candles', timeframe: '1m' }, '1h')).toBe(false);
    expect(chosenTimeframe({ kind: 'candles', timeframe: '1m' })).toBe('1m');
    expect(isOfTimeframe({ kind: 'funding' }, '1h')).toBe(true);
  });

  it('is not kept unless it is asked for, and nothing is traded by it', () => {
    expect(USUAL_KINDS).not.toContain('premium-candles');
    expect(CANDLE_KINDS.filter(isForResearch)).toEqual(['premium-candles']);
  });
});
