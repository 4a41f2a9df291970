import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import { answerAsked } from '../api/asked.js';
import type { Query } from '../api/question.js';
import { refusal } from './envelope.js';

/** Bybit's product categories. Linear was recorded, spot is derived from it; the others are real and empty. */
export const categorySchema = z.enum(['linear', 'inverse', 'spot', 'option']);

/** Answers a query that fits the schema; refuses any other, naming the parameter. */
export function answerQuery<T>(
  schema: z.ZodType<T>,
  query: Query,
  answer: (asked: T) => Answer,
): Answer {
  return answerAsked(schema, query, answer, (parameter) =>
    refusal(`params error: ${parameter} invalid`),
  );
}
