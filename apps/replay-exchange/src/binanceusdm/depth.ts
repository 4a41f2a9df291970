import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import type { BookRow, BookSides } from '../market/prices/synthetic-book.js';
import { INVALID_SYMBOL, refusal } from './binance-answers.js';

/** What may be asked for of a perpetual's book. */
const FUTURES_LIMITS = [5, 10, 20, 50, 100, 500, 1_000];
const USUAL_FUTURES = 500;

const USUAL_SPOT = 100;
const MOST_SPOT = 5_000;

/** GET /fapi/v1/depth: the synthetic book of a perpetual; any other limit is -4021 (its words not verified). */
export function answerDepth(query: Query, { board, nowMs }: View): Answer {
  const limit = Number(query['limit'] ?? USUAL_FUTURES);
  if (!FUTURES_LIMITS.includes(limit)) return refusal(-4021, `${limit} is not valid depth limit.`);
  const book = board.get(query['symbol'] ?? '')?.book(nowMs, limit);
  if (!book) return INVALID_SYMBOL;
  return bookAnswer(book, ({ bids, asks }, serverTimeMs) => ({
    lastUpdateId: nowMs,
    E: serverTimeMs,
    T: serverTimeMs,
    bids: bids.map(levelOf),
    asks: asks.map(levelOf),
  }));
}

/** GET /api/v3/depth: the same of spot, which has no time; more than the most gives the most. */
export function answerSpotDepth(query: Query, { board, nowMs }: View): Answer {
  const limit = Number(query['limit'] ?? USUAL_SPOT);
  if (!(Number.isInteger(limit) && limit >= 1)) {
    return refusal(-1100, "Illegal characters found in parameter 'limit'.");
  }
  const book = board.getSpot(query['symbol'] ?? '')?.book(nowMs, Math.min(limit, MOST_SPOT));
  if (!book) return INVALID_SYMBOL;
  return bookAnswer(book, ({ bids, asks }) => ({
    lastUpdateId: nowMs,
    bids: bids.map(levelOf),
    asks: asks.map(levelOf),
  }));
}

function bookAnswer(
  book: BookSides,
  bodyOf: (book: BookSides, serverTimeMs: number) => object,
): Answer {
  const write = (sent: BookSides, serverTimeMs: number) => json(bodyOf(sent, serverTimeMs));
  return { kind: 'book', ...book, isNameless: true, write };
}

function levelOf({ price, quantity }: BookRow) {
  return [price, quantity];
}
