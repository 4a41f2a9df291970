import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import { limitSchema } from '../api/asked.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import type { BookRow } from '../market/prices/synthetic-book.js';
import { refusal, succeeded } from './envelope.js';
import { answerQuery, categorySchema } from './query.js';

/** Levels of each side when none are asked for, and the most. */
const SPOT_LEVELS = [1, 200] as const;
const LINEAR_LEVELS = [25, 500] as const;

const querySchema = z.object({
  category: categorySchema,
  symbol: z.string(),
  limit: z.string().optional(),
});

/** GET /v5/market/orderbook: the synthetic book of a market that trades now. */
export function answerOrderbook(query: Query, { board, nowMs }: View): Answer {
  return answerQuery(querySchema, query, ({ category, symbol, limit }) => {
    const isSpot = category === 'spot';
    const [usual, most] = isSpot ? SPOT_LEVELS : LINEAR_LEVELS;
    const levels = limitSchema(usual, most).safeParse(limit);
    if (!levels.success) return refusal('params error: limit invalid');
    const market = isSpot ? board.getSpot(symbol) : board.get(symbol);
    const isServed = isSpot || category === 'linear';
    const book = isServed ? market?.book(nowMs, levels.data) : undefined;
    if (!book) return refusal('params error: symbol invalid');
    return {
      kind: 'book',
      ...book,
      write: ({ bids, asks }, serverTimeMs) => {
        const sides = { b: bids.map(levelOf), a: asks.map(levelOf) };
        const stamps = { ts: serverTimeMs, u: nowMs, seq: nowMs, cts: serverTimeMs };
        return succeeded({ s: symbol, ...sides, ...stamps }, serverTimeMs);
      },
    };
  });
}

function levelOf({ price, quantity }: BookRow) {
  return [price, quantity];
}
