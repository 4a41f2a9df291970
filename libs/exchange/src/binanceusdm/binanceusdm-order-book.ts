import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { BOOK_SIDE, readOrderBook } from '../rows/read-order-book.js';
import { BINANCEUSDM_LIMITS } from './binanceusdm-limits.js';

const SIDES = { bids: BOOK_SIDE, asks: BOOK_SIDE };

/** `E` is when the answer was written. */
const PERPETUAL_BOOK = z.object({ ...SIDES, E: z.number().int().positive() });

/** Spot's answer has no time. */
const SPOT_BOOK = z.object(SIDES);

/** The question for a book; both endpoints take the same one. */
export function bookQuestion({ instrument, nativeId }: BookMarket) {
  return { symbol: nativeId, limit: BINANCEUSDM_LIMITS.bookLevels[instrument] };
}

/**
 * The book of an answer of /fapi/v1/depth, in units of the market. The answer does not say which market it is about.
 *
 * Errors: TransientError for another shape; those of `readOrderBook`.
 */
export function readPerpetualBook(payload: unknown, context: ErrorContext): OrderBook {
  const { E: observedAtMs, ...sides } = parsePayload(PERPETUAL_BOOK, payload, context);
  return readOrderBook({ ...sides, observedAtMs }, context);
}

/** The same of /api/v3/depth; `askedAtMs`: the exchange's time just before, than which the book is not older. */
export function readSpotBook(payload: unknown, askedAtMs: number, context: ErrorContext) {
  const sides = parsePayload(SPOT_BOOK, payload, context);
  return readOrderBook({ ...sides, observedAtMs: askedAtMs }, context);
}
