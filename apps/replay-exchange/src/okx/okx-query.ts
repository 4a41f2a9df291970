import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import { answerAsked } from '../api/asked.js';
import type { Query } from '../api/question.js';
import { wrongParameter } from './okx-envelope.js';

/** Swaps were recorded, spot is derived from them; the others are real and empty. */
export const instTypeSchema = z.enum(['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION']);

/** Answers a query that fits the schema; refuses any other, naming the parameter. */
export function answerQuery<T>(
  schema: z.ZodType<T>,
  query: Query,
  answer: (asked: T) => Answer,
): Answer {
  return answerAsked(schema, query, answer, wrongParameter);
}

/**
 * Rows between the cursors, newest first: newer than `before`, older than `after`, both excluded. Where more
 * than a page lies between them it is the newest page, also with `before` alone.
 */
export function pageBetween<Row>(
  rowsIn: (fromMs: number, toMs: number) => readonly Row[],
  { before, after, limit }: Cursors,
): Row[] {
  const rows = rowsIn(
    before === undefined ? 0 : before + 1,
    after === undefined ? Infinity : after - 1,
  );
  return rows.slice(-limit).reverse();
}

export interface Cursors {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  /** One above the cap was cut to it: not verified, it may as well be refused. */
  readonly limit: number;
}

/** The asked window as a fault sees it, both bounds included. */
export function boundsOf({ before, after }: Cursors) {
  return {
    fromMs: before === undefined ? undefined : before + 1,
    toMs: after === undefined ? undefined : after - 1,
  };
}
