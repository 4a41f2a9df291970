import type { Book } from '../../desk/book/ledger-event.js';
import type { Decision } from '../../desk/decide/decide.js';
import type { Observation } from '../../desk/observe/observation.js';

/**
 * Everything that a cycle saw and decided, and what the desk had then, as one text: two runs that knew the same have the
 * same texts. So a price of the future is found even where it changed no decision.
 */
export function decisionLine(seen: Observation, book: Book, { verdicts }: Decision): string {
  const { nowMs, markets, ended, ranges } = seen;
  const known = { nowMs, markets: [...markets], ended: [...ended], ranges: [...ranges] };
  return `${JSON.stringify({ ...known, verdicts })}\n${bookLine(book)}`;
}

/** What the desk has, as one text. */
export function bookLine({ cashUsdt, mode, positions }: Book): string {
  return JSON.stringify({ cashUsdt, mode, positions: [...positions] });
}
