import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from '../book/exact.js';
import { fillFee, fillPrice } from './fill-price.js';

describe('a fill on paper', () => {
  it('is worse than the last price by the slippage', () => {
    expect(fillPrice('50000', 'buy', 2)).toBe('50010');
    expect(fillPrice('50000', 'sell', 2)).toBe('49990');
  });

  it('is rounded against the trader where it has too many decimals', () => {
    expect(fillPrice('0.0000039089', 'buy', 2.5)).toBe('0.000003909878');
    expect(fillPrice('0.0000039089', 'sell', 2.5)).toBe('0.000003907922');
  });

  it('never helps the trader', () => {
    const price = fc.integer({ min: 1, max: 1_000_000_000 }).map((ticks) => `${ticks / 1_000}`);
    fc.assert(
      fc.property(price, fc.double({ min: 0, max: 1000, noNaN: true }), (last, slippage) => {
        const bps = Number(slippage.toFixed(4));
        expect(exact(fillPrice(last, 'buy', bps)).gte(exact(last))).toBe(true);
        expect(exact(fillPrice(last, 'sell', bps)).lte(exact(last))).toBe(true);
      }),
    );
  });

  it('pays its fee on the price that it got', () => {
    expect(fillFee('50010', '0.04', 5.5)).toBe('1.10022');
  });
});
