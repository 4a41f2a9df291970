import { backtestWish } from '@fullcarry/contracts/backtest/backtest-wish';
import { canonicalJson } from '@fullcarry/domain/backtest/result/canonical-json';
import { PermanentError } from '@fullcarry/domain/errors';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { askedOfWish } from './asked-of-wish.js';

const YEAR = { fromMs: 0, toMs: 365 * DAY_MS };
const TWO = { exchange: 'bybit', symbols: ['A/USDT:USDT', 'B/USDT:USDT'] };

const asked = (change: object, markets = TWO) =>
  askedOfWish(backtestWish.parse({ window: YEAR, ...change }), markets);

describe('what a wish asks for', () => {
  it('is the same text for the same question, however it was put', () => {
    const one = asked({ assume: ['flat-basis', 'fine-lots'] });
    const other = asked({
      ...{ symbols: ['BUSDT', 'AUSDT'], preset: 'balanced', cycleCandles: 1 },
      assume: ['fine-lots', 'flat-basis'],
    });
    expect(canonicalJson(one)).toBe(canonicalJson(other));
    expect(canonicalJson(one)).not.toBe(canonicalJson(asked({ feeFactor: 2 })));
  });

  it('is refused where a run would read too much', () => {
    const many = (count: number) => ({
      exchange: 'bybit',
      symbols: Array.from({ length: count }, (_, i) => `COIN${i}/USDT:USDT`),
    });
    // All that are tracked, none was named: 100 markets × 365 days × 24 h are 876,000 candles.
    expect(() => asked({}, many(101))).toThrow('101 markets are tracked');
    expect(asked({}, many(100)).rows.symbols).toHaveLength(100);
    expect(() => asked({ timeframe: '1m' }, many(6))).toThrow(PermanentError);
    expect(() => asked({ timeframe: '1m' }, many(6))).toThrow('up to 3153600 candles');
    expect(asked({ timeframe: '1m' }, many(5)).rows.timeframe).toBe('1m');
  });
});
