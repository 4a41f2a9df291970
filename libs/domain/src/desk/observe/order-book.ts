import type Big from 'big.js';
import { exact, plain } from '../book/exact.js';
import type { Side } from '../trade/fill-price.js';
import type { LegMarket } from '../book/position-leg.js';
import { withinLimit } from '../trade/price-limit.js';

/** A market of which a book is asked for. */
export type BookMarket = Pick<LegMarket, 'instrument' | 'symbol' | 'nativeId'>;

/** So much at one price: exact decimal text, > 0. */
export interface BookLevel {
  /** USDT for one of what the market is traded in: a coin of spot, a contract of a perpetual. */
  readonly price: string;
  /** Of the same: coins of spot, contracts of a perpetual. */
  readonly quantity: string;
}

/**
 * The orders that wait in one market, by price, the best first: bids fall, asks rise, and no bid reaches an ask. A side
 * may be empty. It is as deep as the exchange was asked for: what lies behind its last level is not known.
 */
export interface OrderBook {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** When the exchange saw it so, by its own clock. */
  readonly observedAtMs: number;
}

/** Takes from a book at once what it holds within its limit. */
export interface Taker {
  readonly side: Side;
  /** Exact, > 0. */
  readonly quantity: string;
  /** The worst price, exact, USDT. */
  readonly limitPrice: string;
}

/** What a taker gets, the best price first, and what of its quantity the book does not hold within the limit: exact, ≥ 0. */
export interface Walked {
  readonly fills: readonly BookLevel[];
  readonly rest: string;
}

/** Returns what a taker gets of the side that it trades against, level by level: Σ fills + rest = quantity. */
export function walkBook(book: OrderBook, { side, quantity, limitPrice }: Taker): Walked {
  const fills: BookLevel[] = [];
  let left = exact(quantity);
  for (const level of side === 'buy' ? book.asks : book.bids) {
    if (left.eq(0) || !withinLimit(level.price, side, limitPrice)) break;
    const taken = smaller(left, exact(level.quantity));
    fills.push({ price: level.price, quantity: plain(taken) });
    left = left.minus(taken);
  }
  return { fills, rest: plain(left) };
}

function smaller(one: Big, other: Big): Big {
  return one.lt(other) ? one : other;
}
