import { describe, expect, it } from '@jest/globals';
import { bestPair, commonWindow, earned, isPartial, type VenueFunding } from './venue-history.js';

const HOUR_MS = 3_600_000;

function venue(exchange: string, rates: Readonly<Record<number, string>>): VenueFunding {
  return {
    exchange,
    symbol: 'BTC/USDT:USDT',
    nativeId: 'BTCUSDT',
    window: { fromMs: 0, toMs: 100 * HOUR_MS },
    settlements: Object.entries(rates).map(([hour, rate]) => [Number(hour) * HOUR_MS, rate, 480]),
    holes: [],
  };
}

const bybit = venue('bybit', { 8: '0.0001', 16: '0.0002', 24: '0.0001' });
const okx = venue('okx', { 16: '-0.0001', 24: '0.0001' });
const range = { fromMs: 0, toMs: 25 * HOUR_MS };

describe('Funding of one asset on several venues', () => {
  it('is compared only where all have settlements', () => {
    expect(commonWindow([bybit, okx], range)).toEqual({ fromMs: 16 * HOUR_MS, toMs: range.toMs });
    expect(commonWindow([bybit, venue('new', {})], range)).toBeUndefined();
  });

  it('earns the difference: short where most was paid, long where least was', () => {
    const window = { fromMs: 16 * HOUR_MS, toMs: range.toMs };
    expect(earned(bybit, window)).toBeCloseTo(0.0003);
    const pair = bestPair([okx, bybit], window);
    expect(pair).toMatchObject({ long: 'okx', short: 'bybit' });
    expect(pair?.earned).toBeCloseTo(0.0003);
    expect(bestPair([bybit], window)).toBeUndefined();
  });

  it('is of less than the range where settlements are missing, and whole before a listing', () => {
    const hole = { fromMs: 0, toMs: HOUR_MS };
    expect(isPartial({ ...okx, holes: [{ ...hole, status: 'missing' }] }, range)).toBe(true);
    expect(isPartial({ ...okx, holes: [{ ...hole, status: 'before-listing' }] }, range)).toBe(
      false,
    );
  });
});
