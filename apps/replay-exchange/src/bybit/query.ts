import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import { refusal } from './envelope.js';

/** Bybit's product categories. Linear was recorded, spot is derived from it; the others are real and empty. */
export const categorySchema = z.enum(['linear', 'inverse', 'spot', 'option']);

/** A time in milliseconds. An empty parameter counts as not given. */
export const timeSchema = z
  .string()
  .regex(/^\d*$/)
  .optional()
  .transform((text) => (text === undefined || text === '' ? undefined : Number(text)));

/** Rows per page: what is above the cap is cut to it without a word, as Bybit does. */
export function limitSchema(usual: number, cap: number) {
  return z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional()
    .transform((text) => (text === undefined ? usual : Math.min(cap, Number(text))));
}

/** Answers a query that fits the schema; refuses any other, naming the parameter. */
export function answerQuery<T>(
  schema: z.ZodType<T>,
  query: Query,
  answer: (asked: T) => Answer,
): Answer {
  const asked = schema.safeParse(query);
  if (asked.success) return answer(asked.data);
  return refusal(`params error: ${asked.error.issues[0]?.path.join('.') ?? ''} invalid`);
}
