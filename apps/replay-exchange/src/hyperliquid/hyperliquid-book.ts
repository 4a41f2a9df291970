import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import type { BookRow } from '../market/prices/synthetic-book.js';
import { unknownCoin, unprocessable } from './hyperliquid-refusal.js';

/** "Returns at most 20 levels per side" (info-endpoint, L2 book snapshot). */
const LEVELS = 20;

/** Rounding to fewer figures is not played. */
const querySchema = z.object({ coin: z.string(), nSigFigs: z.literal('').optional() });

/** `l2Book`: the synthetic book of a perpetual or, by its number, of a spot market; bids, then asks. */
export function answerL2Book(query: Query, { board, nowMs }: View): Answer {
  const asked = querySchema.safeParse(query);
  if (!asked.success) return unprocessable();
  const { coin } = asked.data;
  const book = (board.get(coin) ?? board.getSpot(coin))?.book(nowMs, LEVELS);
  if (!book) return unknownCoin();
  return {
    kind: 'book',
    ...book,
    write: ({ bids, asks }, serverTimeMs) =>
      json({ coin, time: serverTimeMs, levels: [bids.map(levelOf), asks.map(levelOf)] }),
  };
}

/** `n`: how many orders wait there; one. */
function levelOf({ price, quantity }: BookRow) {
  return { px: price, sz: quantity, n: 1 };
}
