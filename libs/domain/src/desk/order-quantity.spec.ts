import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from './exact.js';
import { orderQuantity } from './order-quantity.js';

const lot = (quantityStep: string, minQuantity = quantityStep, minNotionalUsdt = '5') => ({
  quantityStep,
  minQuantity,
  minNotionalUsdt,
});

describe('the quantity of both legs', () => {
  it('is the largest that fits into the notional on both grids', () => {
    const rules = { perpetual: lot('0.001'), spot: lot('0.000001'), unitsPerContract: 1 };
    const prices = { perpPrice: '63110.1', spotPrice: '63106.1' };
    expect(orderQuantity('2000', prices, rules)).toEqual({ contracts: '0.031', quantity: '0.031' });
  });

  it('counts the coins of a contract', () => {
    const rules = { perpetual: lot('1'), spot: lot('1'), unitsPerContract: 1000 };
    const prices = { perpPrice: '0.0039088', spotPrice: '0.0000039089' };
    expect(orderQuantity('2000', prices, rules)).toEqual({
      contracts: '511665',
      quantity: '511665000',
    });
  });

  it('meets a coarser spot grid too', () => {
    const rules = { perpetual: lot('0.2'), spot: lot('0.3'), unitsPerContract: 1 };
    expect(orderQuantity('100', { perpPrice: '10', spotPrice: '10' }, rules)).toEqual({
      contracts: '9.6',
      quantity: '9.6',
    });
  });

  it('is none where the smallest lot is worth more than the notional, or less than is taken', () => {
    const prices = { perpPrice: '63110.1', spotPrice: '63106.1' };
    const coarse = { perpetual: lot('0.001'), spot: lot('0.001'), unitsPerContract: 1 };
    expect(orderQuantity('60', prices, coarse)).toBeUndefined();
    const choosy = { perpetual: lot('0.001'), spot: lot('0.001', '0.1'), unitsPerContract: 1 };
    expect(orderQuantity('2000', prices, choosy)).toBeUndefined();
  });

  it('never costs more than the notional, and one more lot would', () => {
    const step = fc.constantFrom('0.001', '0.01', '0.1', '1', '10');
    const price = fc.integer({ min: 1, max: 10_000_000 }).map((ticks) => `${ticks / 1000}`);
    fc.assert(
      fc.property(step, step, price, fc.integer({ min: 1, max: 100_000 }), (a, b, at, notional) => {
        const rules = {
          perpetual: lot(a, '0', '0'),
          spot: lot(b, '0', '0'),
          unitsPerContract: 1,
        };
        const sized = orderQuantity(`${notional}`, { perpPrice: at, spotPrice: at }, rules);
        const coarser = exact(a).gt(exact(b)) ? exact(a) : exact(b);
        const contracts = exact(sized?.contracts ?? '0');
        expect(contracts.times(exact(at)).lte(notional)).toBe(true);
        expect(contracts.plus(coarser).times(exact(at)).gt(notional)).toBe(true);
      }),
    );
  });
});
