import type { Book } from '../book/ledger-event.js';
import { shortNotionalNumber } from '../book/position-money.js';
import type { Position } from '../book/position.js';
import type { Observation } from '../observe/observation.js';
import { sizeBook } from '../size/opening-size.js';
import type { DecisionSettings } from './decision-settings.js';
import type { DeskRoom } from './entry-refusal.js';
import { once } from './once.js';
import type { Reason } from './verdict.js';

/** What the desk has and may before anything is opened. */
export function roomNow(
  seen: Observation,
  book: Book,
  held: readonly Position[],
  { sizing }: DecisionSettings,
): DeskRoom {
  return {
    closedBecause: closedBecause(seen, book),
    exposureUsdt: held.reduce((total, one) => total + shortNotionalNumber(one), 0),
    cashUsdt: new Map(
      [[book.venue, book.cashUsdt] as const, ...book.elsewhereUsdt].map(([venue, cash]) => [
        venue,
        Number(cash),
      ]),
    ),
    sizeBook: sizing === 'dynamic' ? once(() => sizeBook(seen, book, held)) : undefined,
  };
}

function closedBecause(
  { differences: [first, ...others] }: Observation,
  { mode, modeReason }: Book,
): Reason | undefined {
  if (mode !== 'running') return { code: mode, text: modeReason ?? 'The desk is paused' };
  if (!first) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return {
    code: 'books-differ',
    text: `${first.text}${more}: nothing is opened until it is clear`,
  };
}
