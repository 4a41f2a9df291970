import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { POSITIVE } from '../rows/decimal-schemas.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { BOOK_SIDE, readOrderBook } from '../rows/read-order-book.js';
import { readValues } from '../rows/read-values.js';
import type { Swap } from './okx-instruments.js';
import { OKX_LIMITS } from './okx-limits.js';

/** `ts` is when the book was made, as text. One row, of the one instrument. */
const BOOK = z.object({
  data: z.tuple([
    z.object({ bids: BOOK_SIDE, asks: BOOK_SIDE, ts: z.string().regex(/^[1-9]\d*$/) }),
  ]),
});

const CONTRACT = z.object({ ctVal: POSITIVE, ctMult: POSITIVE });

/** The question for a book. */
export function bookQuestion({ instrument, nativeId }: BookMarket) {
  return { instId: nativeId, sz: OKX_LIMITS.bookLevels[instrument] };
}

/**
 * The book of an answer, in coins: rows of [price, size, "0", number of orders], with sizes in contracts of a swap and in
 * coins of spot. `swap`: the instrument, undefined of spot. The answer does not say which market it is about.
 *
 * Errors: TransientError for another shape; DataIntegrityError for a contract whose size is no number; those of
 *   `readOrderBook`.
 */
export function readBook(
  payload: unknown,
  swap: Swap | undefined,
  context: ErrorContext,
): OrderBook {
  const [{ bids, asks, ts }] = parsePayload(BOOK, payload, context).data;
  const contractCoins = swap && coinsOf(swap, context);
  const answered = { bids, asks, observedAtMs: Number(ts) };
  return readOrderBook(
    { ...answered, ...(contractCoins !== undefined && { contractCoins }) },
    context,
  );
}

/** `ctVal` × `ctMult` coins stand in one contract. */
function coinsOf(swap: Swap, context: ErrorContext): string {
  const { ctVal, ctMult } = readValues(CONTRACT, swap, 'A contract has no size', context);
  return plain(exact(ctVal).times(exact(ctMult)));
}
