import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import { wrongParameter } from './okx-envelope.js';

/** Swaps were recorded, spot is derived from them; the others are real and empty. */
export const instTypeSchema = z.enum(['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION']);

/** A cursor: a time in milliseconds, itself excluded. An empty parameter counts as not given. */
export const cursorSchema = z
  .string()
  .regex(/^\d*$/)
  .optional()
  .transform((text) => (text === undefined || text === '' ? undefined : Number(text)));

/** Rows per page. What is above the cap is cut to it: not verified, it may as well be refused. */
export function limitSchema(usual: number, cap: number) {
  return z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional()
    .transform((text) => Math.min(cap, text === undefined ? usual : Number(text)));
}

/** Answers a query that fits the schema; refuses any other, naming the parameter. */
export function answerQuery<T>(
  schema: z.ZodType<T>,
  query: Query,
  answer: (asked: T) => Answer,
): Answer {
  const asked = schema.safeParse(query);
  if (asked.success) return answer(asked.data);
  return wrongParameter(String(asked.error.issues[0]?.path[0] ?? ''));
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
  readonly limit: number;
}

/** The asked window as a fault sees it, both bounds included. */
export function boundsOf({ before, after }: Cursors) {
  return {
    fromMs: before === undefined ? undefined : before + 1,
    toMs: after === undefined ? undefined : after - 1,
  };
}
