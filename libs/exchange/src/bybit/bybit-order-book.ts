import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { BOOK_SIDE, readOrderBook } from '../rows/read-order-book.js';
import { BYBIT_LIMITS } from './bybit-limits.js';

/** `ts` is when the data was made. */
const BOOK = z.object({
  result: z.object({ s: z.string(), b: BOOK_SIDE, a: BOOK_SIDE, ts: z.number().int().positive() }),
});

/** The question for a book. */
export function bookQuestion({ instrument, nativeId }: BookMarket) {
  return {
    category: instrument === 'spot' ? 'spot' : 'linear',
    symbol: nativeId,
    limit: BYBIT_LIMITS.bookLevels[instrument],
  };
}

/**
 * The book of an answer, in units of the market. It names its symbol, but not its category.
 *
 * Errors: TransientError for another shape; DataIntegrityError for another symbol; those of `readOrderBook`.
 */
export function readBook(payload: unknown, market: BookMarket, context: ErrorContext): OrderBook {
  const { s, b: bids, a: asks, ts: observedAtMs } = parsePayload(BOOK, payload, context).result;
  if (s !== market.nativeId) {
    throw new DataIntegrityError('The answer is about another market', {
      ...context,
      asked: market.nativeId,
      answered: s,
    });
  }
  return readOrderBook({ bids, asks, observedAtMs }, context);
}
