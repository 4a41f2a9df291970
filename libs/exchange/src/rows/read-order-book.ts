import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { BookLevel, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { POSITIVE } from './decimal-schemas.js';
import { readValues } from './read-values.js';

/** One side of a book as most exchanges write it: rows that begin with a price and a quantity. */
export const BOOK_SIDE = z.array(z.array(z.unknown()));

const LEVEL = z.tuple([POSITIVE, POSITIVE], z.unknown());

const PROBLEM = "An order book holds a value that can't be read";

/** A book as it was answered. `contractCoins`: how many coins one unit of its quantities stands for, exact; 1 if not published. */
export interface AnsweredBook {
  readonly bids: readonly (readonly unknown[])[];
  readonly asks: readonly (readonly unknown[])[];
  readonly observedAtMs: number;
  readonly contractCoins?: string;
}

/**
 * The order book of an answer, in coins where its quantities are contracts of several.
 *
 * Errors: DataIntegrityError for a price or a quantity that is no positive decimal number, a side that is not sorted
 *   from its best price on, and a bid that reaches the best ask: nothing can be told of such a market.
 */
export function readOrderBook(answered: AnsweredBook, context: ErrorContext): OrderBook {
  const { observedAtMs, contractCoins } = answered;
  const sideOf = (rows: AnsweredBook['bids']) =>
    rows.map((row) => levelOf(row, contractCoins, context));
  const bids = sideOf(answered.bids);
  const asks = sideOf(answered.asks);
  const fault = orderFault(bids, 'bid', -1) ?? orderFault(asks, 'ask', 1) ?? crossed(bids, asks);
  if (fault === undefined) return { bids, asks, observedAtMs };
  throw new DataIntegrityError('The order book contradicts itself', { ...context, fault });
}

function levelOf(
  row: readonly unknown[],
  contractCoins: string | undefined,
  context: ErrorContext,
): BookLevel {
  const [price, quantity] = readValues(LEVEL, row, PROBLEM, context);
  if (contractCoins === undefined) return { price, quantity };
  return { price, quantity: plain(exact(quantity).times(exact(contractCoins))) };
}

function orderFault(
  levels: readonly BookLevel[],
  name: string,
  direction: 1 | -1,
): string | undefined {
  const at = levels.findIndex(({ price }, i) => {
    const before = levels[i - 1];
    return before !== undefined && exact(price).cmp(exact(before.price)) !== direction;
  });
  return at < 0 ? undefined : `the ${name} ${levels[at]?.price} follows ${levels[at - 1]?.price}`;
}

function crossed([bid]: readonly BookLevel[], [ask]: readonly BookLevel[]): string | undefined {
  if (!bid || !ask || exact(bid.price).lt(exact(ask.price))) return undefined;
  return `the bid ${bid.price} reaches the ask ${ask.price}`;
}
