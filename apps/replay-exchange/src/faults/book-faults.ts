import type { Answer, BookAnswer } from '../api/answer.js';
import { decimalsOf, fromUnits, toUnits } from '../market/prices/decimal-units.js';
import type { BookRow } from '../market/prices/synthetic-book.js';
import { answerFault, type Fault } from './fault.js';

/** An order book that is there and can't be traded on. */
export const BOOK_FAULTS: readonly Fault[] = [
  answerFault('empty-book', 'A market that is halted: every order was taken away.', ({ answer }) =>
    isFilled(answer) ? { ...answer, bids: [], asks: [] } : undefined,
  ),
  answerFault(
    'thin-book',
    'Market makers that left: one price on each side, and a hundredth of what waited there.',
    ({ answer }) =>
      isFilled(answer)
        ? { ...answer, bids: hundredth(answer.bids), asks: hundredth(answer.asks) }
        : undefined,
  ),
  answerFault(
    'crossed-book',
    'A book before the market opens, when orders wait and none is matched: the best bid reaches the best ask.',
    ({ answer }) => {
      if (!isFilled(answer)) return undefined;
      const [ask] = answer.asks;
      return ask && { ...answer, bids: [ask, ...answer.bids] };
    },
  ),
];

function isFilled(answer: Answer): answer is BookAnswer {
  return answer.kind === 'book' && answer.bids.length > 0 && answer.asks.length > 0;
}

function hundredth(rows: readonly BookRow[]): BookRow[] {
  return rows.slice(0, 1).map(({ price, quantity }) => {
    const decimals = decimalsOf(quantity);
    const units = Math.max(1, Math.floor(toUnits(quantity, decimals) / 100));
    return { price, quantity: fromUnits(units, decimals) };
  });
}
