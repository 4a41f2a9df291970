import { z } from 'zod';
import type { MarketRequest } from '../api/api.js';
import type { Answer } from '../api/answer.js';
import type { Query, Question } from '../api/question.js';
import { unprocessable } from './hyperliquid-refusal.js';

const VALUE = z.union([z.string(), z.number().transform(String), z.null().transform(() => '')]);

const BODY = z.object({ type: z.string(), req: z.record(z.string(), z.unknown()).optional() });

/** Where a body goes that is no question. */
const NO_QUESTION = '/info/no-question';

export const NO_ENDPOINT: [string, () => Answer] = [NO_QUESTION, unprocessable];

/**
 * POST /info with a JSON body: the `type` is part of the path, and what else stands in it, within `req` or
 * beside it, are the parameters.
 */
export function questionOfInfo(types: readonly string[]) {
  return ({ method, path, body }: MarketRequest): Question | undefined => {
    if (method !== 'POST' || path !== '/info') return undefined;
    const asked = BODY.safeParse(body);
    if (!asked.success || !types.includes(asked.data.type)) return { path: NO_QUESTION, query: {} };
    return { path: `/info/${asked.data.type}`, query: queryOf(asked.data.req ?? body) };
  };
}

function queryOf(parameters: unknown): Query {
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(parameters));
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const text = VALUE.safeParse(value);
      return text.success ? [[name, text.data]] : [];
    }),
  );
}

/** A time in milliseconds. */
export const timeSchema = z.string().regex(/^\d+$/).transform(Number);
