import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from '../book/exact.js';
import { orderQuantity } from './order-quantity.js';

const lot = (quantityStep: string, minQuantity = quantityStep, minNotionalUsdt = '5') => ({
  quantityStep,
  minQuantity,
  minNotionalUsdt,
});

describe('the quantity of both legs', () => {
  it('is the largest that fits into the notional on both grids', () => {
    const rules = { short: lot('0.001'), long: lot('0.000001'), unitsPerContract: 1 };
    const prices = { short: '63110.1', long: '63106.1' };
    expect(orderQuantity('2000', prices, rules)).toEqual({ short: '0.031', long: '0.031' });
  });

  it('counts the coins of a contract', () => {
    const rules = { short: lot('1'), long: lot('1'), unitsPerContract: 1000 };
    const prices = { short: '0.0039088', long: '0.0000039089' };
    expect(orderQuantity('2000', prices, rules)).toEqual({
      short: '511665',
      long: '511665000',
    });
  });

  it('meets a coarser spot grid too', () => {
    const rules = { short: lot('0.2'), long: lot('0.3'), unitsPerContract: 1 };
    expect(orderQuantity('100', { short: '10', long: '10' }, rules)).toEqual({
      short: '9.6',
      long: '9.6',
    });
  });

  it('is none where the smallest lot is worth more than the notional, or less than is taken', () => {
    const prices = { short: '63110.1', long: '63106.1' };
    const coarse = { short: lot('0.001'), long: lot('0.001'), unitsPerContract: 1 };
    expect(orderQuantity('60', prices, coarse)).toBeUndefined();
    const choosy = { short: lot('0.001'), long: lot('0.001', '0.1'), unitsPerContract: 1 };
    expect(orderQuantity('2000', prices, choosy)).toBeUndefined();
  });

  it('never costs more than the notional, and one more lot would', () => {
    const step = fc.constantFrom('0.001', '0.01', '0.1', '1', '10');
    const price = fc.integer({ min: 1, max: 10_000_000 }).map((ticks) => `${ticks / 1000}`);
    fc.assert(
      fc.property(step, step, price, fc.integer({ min: 1, max: 100_000 }), (a, b, at, notional) => {
        const rules = {
          short: lot(a, '0', '0'),
          long: lot(b, '0', '0'),
          unitsPerContract: 1,
        };
        const sized = orderQuantity(`${notional}`, { short: at, long: at }, rules);
        const coarser = exact(a).gt(exact(b)) ? exact(a) : exact(b);
        const contracts = exact(sized?.short ?? '0');
        expect(contracts.times(exact(at)).lte(notional)).toBe(true);
        expect(contracts.plus(coarser).times(exact(at)).gt(notional)).toBe(true);
      }),
    );
  });
});
