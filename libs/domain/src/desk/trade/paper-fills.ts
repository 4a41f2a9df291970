import { exact, plain, sumOf } from '../book/exact.js';
import { fillPrice } from './fill-price.js';
import { walkBook, type BookLevel, type OrderBook, type Taker } from '../observe/order-book.js';
import { withinLimit } from './price-limit.js';

/** Where the price of a fill on paper comes from: what waited in the book, or one trade that happened before it. */
export type FillSource = 'order-book' | 'last-price';

/** A part of an order that was filled at one price: exact decimal text. */
export interface PaperFill extends BookLevel {
  readonly from: FillSource;
}

/** What an order is filled against: the market's book, or, where the exchange publishes none, its last price, exact, USDT. */
export type PaperMarket = { readonly book: OrderBook } | { readonly lastPrice: string };

/**
 * Returns what an order gets on paper, the best price first. Of a book what it holds within the limit: the rest is not
 * filled. Without a book all of it at the last price, worse by what the settings say of spread and slippage, or nothing
 * where that is beyond the limit: how much would have waited there nobody knows.
 *
 * `slippageBps`: of the price, ≥ 0; of no book.
 */
export function fillsFrom(market: PaperMarket, order: Taker, slippageBps: number): PaperFill[] {
  if ('book' in market) {
    const { fills } = walkBook(market.book, order);
    return fills.map((fill) => ({ ...fill, from: 'order-book' }));
  }
  const price = fillPrice(market.lastPrice, order.side, slippageBps);
  const isWithin = withinLimit(price, order.side, order.limitPrice);
  return isWithin ? [{ price, quantity: order.quantity, from: 'last-price' }] : [];
}

/** Returns why an order was not filled whole; undefined where it was. */
export function unfilledBecause(
  market: PaperMarket,
  order: Taker,
  fills: readonly PaperFill[],
  slippageBps: number,
): string | undefined {
  const filled = sumOf(fills.map(({ quantity }) => quantity));
  if (filled.eq(exact(order.quantity))) return undefined;
  if ('book' in market) {
    return `The order book holds ${plain(filled)} of ${order.quantity} within the limit of ${order.limitPrice}`;
  }
  const price = fillPrice(market.lastPrice, order.side, slippageBps);
  return `The price is ${price}, its limit was ${order.limitPrice}`;
}
