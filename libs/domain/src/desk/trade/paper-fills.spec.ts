import { describe, expect, it } from '@jest/globals';
import type { OrderBook } from '../observe/order-book.js';
import { fillsFrom, unfilledBecause } from './paper-fills.js';

const BOOK: OrderBook = {
  bids: [{ price: '99.9', quantity: '2' }],
  asks: [
    { price: '100.1', quantity: '3' },
    { price: '100.2', quantity: '4' },
  ],
  observedAtMs: 1_790_000_000_000,
};
const BUY = { side: 'buy', quantity: '5', limitPrice: '100.5' } as const;

describe('a fill on paper', () => {
  it('takes from the book what waits there, and pays no slippage beside it', () => {
    const market = { book: BOOK };
    const fills = fillsFrom(market, BUY, 2);
    expect(fills).toEqual([
      { price: '100.1', quantity: '3', from: 'order-book' },
      { price: '100.2', quantity: '2', from: 'order-book' },
    ]);
    expect(unfilledBecause(market, BUY, fills, 2)).toBeUndefined();
  });

  it('gets no more than the book holds within the limit, and says so', () => {
    const market = { book: BOOK };
    const order = { ...BUY, limitPrice: '100.1' };
    const fills = fillsFrom(market, order, 2);
    expect(fills).toEqual([{ price: '100.1', quantity: '3', from: 'order-book' }]);
    expect(unfilledBecause(market, order, fills, 2)).toBe(
      'The order book holds 3 of 5 within the limit of 100.1',
    );
    const empty = { book: { ...BOOK, asks: [] } };
    expect(fillsFrom(empty, BUY, 2)).toEqual([]);
    expect(unfilledBecause(empty, BUY, [], 2)).toBe(
      'The order book holds 0 of 5 within the limit of 100.5',
    );
  });

  it('is at the last price, worse by the slippage, where the exchange publishes no book, and says so', () => {
    const market = { lastPrice: '100' };
    const fills = fillsFrom(market, BUY, 2);
    expect(fills).toEqual([{ price: '100.02', quantity: '5', from: 'last-price' }]);
    expect(unfilledBecause(market, BUY, fills, 2)).toBeUndefined();
    const tight = { ...BUY, limitPrice: '100.01' };
    expect(fillsFrom(market, tight, 2)).toEqual([]);
    expect(unfilledBecause(market, tight, [], 2)).toBe('The price is 100.02, its limit was 100.01');
  });
});
