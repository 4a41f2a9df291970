import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import { limitSchema } from '../api/asked.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { shiftedDecimal } from '../market/prices/shifted-decimal.js';
import type { BookRow } from '../market/prices/synthetic-book.js';
import { succeeded, unknownInstrument } from './okx-envelope.js';
import { contractDigitsOf } from './okx-markets.js';
import { answerQuery } from './okx-query.js';

const USUAL_LEVELS = 1;
const MOST_LEVELS = 400;

const querySchema = z.object({
  instId: z.string(),
  sz: limitSchema(USUAL_LEVELS, MOST_LEVELS),
});

/** GET /api/v5/market/books: the synthetic book of a market, in contracts of a swap and in coins of spot. */
export function answerBooks(query: Query, { board, nowMs }: View): Answer {
  return answerQuery(querySchema, query, ({ instId, sz }) => {
    const swap = board.get(instId);
    const book = (swap ?? board.getSpot(instId))?.book(nowMs, sz);
    if (!book) return unknownInstrument();
    const digits = swap ? contractDigitsOf(swap.recording.spec) : 0;
    return {
      kind: 'book',
      ...book,
      isNameless: true,
      write: ({ bids, asks }, serverTimeMs) => {
        const levels = (rows: readonly BookRow[]) => rows.map((row) => levelOf(row, digits));
        return succeeded([
          { asks: levels(asks), bids: levels(bids), ts: String(serverTimeMs), seqId: nowMs },
        ]);
      },
    };
  });
}

/** Price, size, what is always "0" now, and how many orders: one. */
function levelOf({ price, quantity }: BookRow, contractDigits: number) {
  return [price, shiftedDecimal(quantity, -contractDigits), '0', '1'];
}
