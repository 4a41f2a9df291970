import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { parsePayload } from '../transport/read-json-answer.js';
import { readOrderBook } from '../rows/read-order-book.js';

const SIDE = z.array(z.object({ px: z.unknown(), sz: z.unknown() }));

/** `levels` are the bids, then the asks; `n`, the number of orders at a price, is not asked for. */
const BOOK = z.object({
  coin: z.string(),
  time: z.number().int().positive(),
  levels: z.tuple([SIDE, SIDE]),
});

/** The question for a book: never rounded to fewer figures (`nSigFigs`), since fills are at prices that are there. */
export function bookQuestion({ nativeId }: BookMarket) {
  return { coin: nativeId };
}

/**
 * The book of an answer, in units of the market.
 *
 * Errors: TransientError for another shape; DataIntegrityError for another coin; those of `readOrderBook`.
 */
export function readBook(payload: unknown, market: BookMarket, context: ErrorContext): OrderBook {
  const { coin, time, levels } = parsePayload(BOOK, payload, context);
  if (coin !== market.nativeId) {
    throw new DataIntegrityError('The answer is about another market', {
      ...context,
      asked: market.nativeId,
      answered: coin,
    });
  }
  const [bids, asks] = levels.map((side) => side.map(({ px, sz }) => [px, sz]));
  return readOrderBook({ bids: bids ?? [], asks: asks ?? [], observedAtMs: time }, context);
}
