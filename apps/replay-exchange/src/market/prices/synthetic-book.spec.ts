import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MINUTE_MS } from '../../clock/durations.js';
import { MOST_LEVELS, syntheticBook, type BookedMarket, type BookRow } from './synthetic-book.js';

const NOW_MS = Date.parse('2026-09-01T12:34:00Z');

/** Prices in units of 0.1: 66,640.4. */
function marketOf(turnover: number, lastUnits = 666_404): BookedMarket {
  const day = { hourAgoUnits: 0, dayAgoUnits: 0, highUnits: 0, lowUnits: 0, volume: 0 };
  return {
    symbol: 'BTCUSDT',
    priceDecimals: 1,
    quantityDecimals: 3,
    day: { ...day, lastUnits, turnover },
  };
}

const worth = (rows: readonly BookRow[]) =>
  rows.reduce((total, { price, quantity }) => total + Number(price) * Number(quantity), 0);

describe('a synthetic order book', () => {
  it('is the same within a minute, and another one in the next and of another market', () => {
    const market = marketOf(1e9);
    const book = syntheticBook(market, NOW_MS);
    expect(syntheticBook(market, NOW_MS + MINUTE_MS - 1)).toEqual(book);
    expect(syntheticBook(market, NOW_MS + MINUTE_MS)).not.toEqual(book);
    expect(syntheticBook({ ...market, symbol: 'ETHUSDT' }, NOW_MS)).not.toEqual(book);
  });

  it('begins with the same levels however deep it is asked for', () => {
    const whole = syntheticBook(marketOf(1e9), NOW_MS);
    const top = syntheticBook(marketOf(1e9), NOW_MS, 3);
    expect(top).toEqual({ bids: whole.bids.slice(0, 3), asks: whole.asks.slice(0, 3) });
  });

  it('is wide where little is traded: half of the spread is 5000 / √turnover bp, at most 25', () => {
    const halfBps = (turnover: number) => {
      const { bids, asks } = syntheticBook(marketOf(turnover), NOW_MS);
      return ((Number(asks[0]?.price) - Number(bids[0]?.price)) / 2 / 66_640.4) * 10_000;
    };
    for (const [turnover, bps] of [
      [1e8, 0.5],
      [1e6, 5],
      [1e3, 25],
    ] as const) {
      expect(halfBps(turnover)).toBeGreaterThan(bps * 0.7);
      expect(halfBps(turnover)).toBeLessThan(bps * 1.3);
    }
  });

  it('holds a ten-thousandth of the turnover in each basis point, a hundredth in all of a side', () => {
    const { bids, asks } = syntheticBook(marketOf(1e9), NOW_MS);
    for (const side of [bids, asks]) {
      expect(side).toHaveLength(MOST_LEVELS);
      expect(worth(side)).toBeGreaterThan(1e7 * 0.8);
      expect(worth(side)).toBeLessThan(1e7 * 1.2);
    }
  });

  it('is a book: whole steps, the best price first, bids below the last price and asks above it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.double({ min: 0, max: 1e11, noNaN: true }),
        fc.integer({ min: 0, max: 1e6 }),
        (lastUnits, turnover, minute) => {
          const market = marketOf(turnover, lastUnits);
          const { bids, asks } = syntheticBook(market, minute * MINUTE_MS);
          const prices = [...bids]
            .reverse()
            .concat(asks)
            .map(({ price }) => Number(price));
          expect(prices).toEqual([...new Set(prices)].sort((a, b) => a - b));
          expect(Number(bids[0]?.price ?? 0)).toBeLessThan(lastUnits / 10);
          expect(Number(asks[0]?.price)).toBeGreaterThan(lastUnits / 10);
          for (const { price, quantity } of [...bids, ...asks]) {
            expect(price).toMatch(/^\d+\.\d$/);
            expect(quantity).toMatch(/^\d+\.\d{3}$/);
            expect(Number(price) * Number(quantity)).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
