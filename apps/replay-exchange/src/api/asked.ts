import { z } from 'zod';
import type { Answer } from './answer.js';
import type { Query } from './question.js';

/** A time in milliseconds. An empty parameter counts as not given. */
export const timeSchema = z
  .string()
  .regex(/^\d*$/)
  .optional()
  .transform((text) => (text === undefined || text === '' ? undefined : Number(text)));

/** Rows per page: what is above the cap is cut to it without a word. */
export function limitSchema(usual: number, cap: number) {
  return z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional()
    .transform((text) => Math.min(cap, text === undefined ? usual : Number(text)));
}

/** Answers a query that fits the schema; any other is refused, with the name of the first wrong parameter. */
export function answerAsked<T>(
  schema: z.ZodType<T>,
  query: Query,
  answer: (asked: T) => Answer,
  refuse: (parameter: string) => Answer,
): Answer {
  const asked = schema.safeParse(query);
  if (asked.success) return answer(asked.data);
  return refuse(String(asked.error.issues[0]?.path[0] ?? ''));
}
