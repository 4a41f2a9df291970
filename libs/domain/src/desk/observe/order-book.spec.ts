import { describe, expect, it } from '@jest/globals';
import Big from 'big.js';
import fc from 'fast-check';
import { exact, plain, sum, sumOf } from '../book/exact.js';
import { walkBook, type BookLevel, type OrderBook } from './order-book.js';

const BOOK: OrderBook = {
  bids: [
    { price: '99.9', quantity: '2' },
    { price: '99.8', quantity: '3.5' },
    { price: '99', quantity: '10' },
  ],
  asks: [
    { price: '100', quantity: '1.5' },
    { price: '100.1', quantity: '4' },
    { price: '101', quantity: '20' },
  ],
  observedAtMs: 1_790_000_000_000,
};

const level = (price: string, quantity: string) => ({ price, quantity });

describe('an order that takes from the book', () => {
  it('gets the best price first, and the next ones as far as it must', () => {
    expect(walkBook(BOOK, { side: 'buy', quantity: '1', limitPrice: '101' })).toEqual({
      fills: [level('100', '1')],
      rest: '0',
    });
    expect(walkBook(BOOK, { side: 'buy', quantity: '7', limitPrice: '101' })).toEqual({
      fills: [level('100', '1.5'), level('100.1', '4'), level('101', '1.5')],
      rest: '0',
    });
    expect(walkBook(BOOK, { side: 'sell', quantity: '5.5', limitPrice: '99' })).toEqual({
      fills: [level('99.9', '2'), level('99.8', '3.5')],
      rest: '0',
    });
  });

  it('gets nothing beyond its limit, which is itself a price that it takes', () => {
    expect(walkBook(BOOK, { side: 'buy', quantity: '7', limitPrice: '100.1' })).toEqual({
      fills: [level('100', '1.5'), level('100.1', '4')],
      rest: '1.5',
    });
    expect(walkBook(BOOK, { side: 'sell', quantity: '7', limitPrice: '99.95' })).toEqual({
      fills: [],
      rest: '7',
    });
  });

  it('gets no more than the book holds', () => {
    expect(walkBook(BOOK, { side: 'sell', quantity: '100', limitPrice: '1' })).toEqual({
      fills: BOOK.bids,
      rest: '84.5',
    });
    const empty = { ...BOOK, asks: [] };
    expect(walkBook(empty, { side: 'buy', quantity: '1', limitPrice: '1000' })).toEqual({
      fills: [],
      rest: '1',
    });
  });

  const decimal = (max: number) => fc.integer({ min: 1, max }).map((units) => plain(cents(units)));
  const side = fc.constantFrom('buy' as const, 'sell' as const);
  const book = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 2_000 }), decimal(100_000)), {
      selector: ([price]) => price,
    })
    .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 1, max: 2_000 })))
    .map(([rows, middle]): OrderBook => {
      const sorted = [...rows].sort(([a], [b]) => a - b);
      const levels = (some: typeof sorted): BookLevel[] =>
        some.map(([price, quantity]) => ({ price: plain(cents(price)), quantity }));
      return {
        bids: levels(sorted.filter(([price]) => price <= middle)).reverse(),
        asks: levels(sorted.filter(([price]) => price > middle)),
        observedAtMs: 0,
      };
    });
  const averageOf = (fills: readonly BookLevel[]) => {
    const value = sum(fills.map(({ price, quantity }) => exact(price).times(exact(quantity))));
    return value.div(sumOf(fills.map(({ quantity }) => quantity)));
  };

  it('is never filled worse than its limit, nor at a price and a size that are not in the book', () => {
    fc.assert(
      fc.property(book, side, decimal(500_000), decimal(2_000), (one, taken, quantity, limit) => {
        const { fills } = walkBook(one, { side: taken, quantity, limitPrice: limit });
        const against = new Map(
          (taken === 'buy' ? one.asks : one.bids).map((row) => [row.price, row.quantity]),
        );
        for (const fill of fills) {
          const beyond = exact(fill.price).minus(exact(limit));
          expect(taken === 'buy' ? beyond.lte(0) : beyond.gte(0)).toBe(true);
          expect(exact(fill.quantity).lte(exact(against.get(fill.price) ?? '0'))).toBe(true);
          expect(exact(fill.quantity).gt(0)).toBe(true);
        }
      }),
    );
  });

  it('loses and invents no quantity: the fills and the rest are what was ordered', () => {
    fc.assert(
      fc.property(book, side, decimal(500_000), decimal(2_000), (one, taken, quantity, limit) => {
        const { fills, rest } = walkBook(one, { side: taken, quantity, limitPrice: limit });
        const filled = sumOf(fills.map((fill) => fill.quantity));
        expect(plain(filled.plus(exact(rest)))).toBe(quantity);
        expect(exact(rest).gte(0)).toBe(true);
      }),
    );
  });

  it('pays on average no less for more, and never receives more for more', () => {
    fc.assert(
      fc.property(book, side, decimal(200_000), decimal(200_000), (one, taken, least, more) => {
        const limitPrice = taken === 'buy' ? '1000' : '0.01';
        const walk = (quantity: Big) =>
          walkBook(one, { side: taken, quantity: plain(quantity), limitPrice }).fills;
        const [small, large] = [walk(exact(least)), walk(exact(least).plus(exact(more)))];
        fc.pre(small.length > 0);
        // Averages are quotients: cut, not exact.
        const worse = averageOf(large).minus(averageOf(small));
        expect(worse.times(taken === 'buy' ? 1 : -1).gte('-0.000000000001')).toBe(true);
      }),
    );
  });
});

function cents(units: number): Big {
  return new Big(units).div(100);
}
