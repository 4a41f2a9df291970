import { describe, expect, it } from '@jest/globals';
import { basis } from './basis.js';

const RATE = {
  symbol: '1000PEPE/USDT:USDT',
  nativeId: '1000PEPEUSDT',
  predictedRate: '0.0001',
  nextFundingAtMs: 1,
  intervalMinutes: 240,
  markPrice: '0.0101',
  lastPrice: '0.0101',
  turnoverUsdt24h: '1',
};

describe('the basis', () => {
  it('compares the perpetual with all the spot units that it stands for', () => {
    const spot = { symbol: 'PEPE/USDT', lastPrice: '0.00001', unitsPerContract: 1000 };
    expect(basis({ ...RATE, spot })).toBeCloseTo(0.01, 10);
  });

  it('is unknown where there is no spot', () => {
    expect(basis({ ...RATE, spot: null })).toBeUndefined();
  });
});
