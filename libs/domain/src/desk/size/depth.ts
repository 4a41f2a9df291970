import type { PairBooks } from '../observe/book-costs.js';
import { walkBook } from '../observe/order-book.js';
import type { BothPrices } from '../observe/pair-prices.js';
import { limitPrice } from '../trade/price-limit.js';

/** More than any order book holds. */
const ALL = '1000000000000000';

/**
 * Returns what the thinnest of the four sides that a pair is opened and closed against holds within a limit from the last prices, USDT.
 */
export function depthOf(books: PairBooks, prices: BothPrices, limitBps: number): number {
  const sides = (['long', 'short'] as const).flatMap((leg) =>
    (['buy', 'sell'] as const).map((side) => {
      const limit = limitPrice(prices[leg], side, limitBps);
      const { fills } = walkBook(books[leg], { side, quantity: ALL, limitPrice: limit });
      return fills.reduce((sum, one) => sum + Number(one.price) * Number(one.quantity), 0);
    }),
  );
  return Math.min(...sides);
}
