import { describe, expect, it } from '@jest/globals';
import { opened, OPENING } from '../desk-cases.fixture.js';
import { exact } from '../book/exact.js';
import type { PositionLeg } from '../book/position-leg.js';
import { tradableQuantity } from './tradable-quantity.js';

const { long, short } = opened().positions.get(1)!.legs;
const LOT = { quantityStep: '0.1', minQuantity: '0.2', minNotionalUsdt: '50' };

const closed = (leg: PositionLeg, quantity: string) =>
  tradableQuantity({ ...leg, lot: LOT }, 'close', exact(quantity));

describe('what a market takes of a quantity', () => {
  it('is the nearest whole number of its steps, and no more than is held', () => {
    expect(closed(long, '1.04')).toBe('1');
    expect(closed(long, '1.05')).toBe('1');
    expect(closed(long, '1.06')).toBe('1.1');
    expect(closed({ ...long, closedQuantity: '18.97' }, '1.03')).toBe('1');
  });

  it('is nothing where it is less than the market takes, or worth less', () => {
    expect(closed(long, '0.04')).toBeUndefined();
    expect(closed(long, '0.1')).toBeUndefined();
    // 0.4 · 100 are worth less than 50 USDT.
    expect(closed(long, '0.4')).toBeUndefined();
    expect(closed(long, '0.5')).toBe('0.5');
  });

  it('is all that is left of a perpetual, however little: an order that only reduces is always taken', () => {
    expect(closed(short, '0.1')).toBe('0.1');
    expect(closed({ ...short, closedQuantity: '19.95' }, '0.05')).toBe('0.05');
  });

  it('is no more than is still meant to be held', () => {
    const { quantity } = OPENING.legs.long;
    expect(quantity).toBe('20');
    const half = { ...long, closedQuantity: '12', lot: LOT };
    expect(tradableQuantity(half, 'open', exact('30'))).toBe('12');
  });

  it('is any quantity where nobody kept what the market takes', () => {
    expect(tradableQuantity({ ...long, lot: undefined }, 'close', exact('0.000007'))).toBe(
      '0.000007',
    );
  });
});
