import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { askedSilenceMs } from '../limits/asked-silence.js';
import { excerpt } from '../rows/excerpt.js';
import type { HttpAnswer } from '../transport/http-answer.js';
import { asksForLess } from '../transport/refusal-text.js';
import { HYPERLIQUID_HOLDS } from './hyperliquid-limits.js';

const REFUSAL = z.union([
  z.object({ status: z.literal('err'), response: z.string() }),
  z.object({ error: z.string() }).transform(({ error }) => ({ response: error })),
]);

/**
 * Throws what an answer with HTTP 200 says against the request (the shapes are those that ccxt looks for).
 *
 * There are no codes: a type that it does not know, or a question that lacks something, is HTTP 422 with a
 * line of text, a coin that it does not know HTTP 500 with the body `null`. The latter can't be told from a
 * failure, and is asked again like one (both not verified).
 */
export function judgeHyperliquid(json: unknown, answer: HttpAnswer, context: ErrorContext): void {
  const refusal = REFUSAL.safeParse(json);
  if (!refusal.success) return;
  const { response } = refusal.data;
  const evidence = { ...context, response: excerpt(response) };
  if (asksForLess(response)) {
    const holdMs = askedSilenceMs(answer) ?? HYPERLIQUID_HOLDS.tooManyMs;
    throw new TransientError('The exchange asks for silence', evidence, { holdMs });
  }
  throw new PermanentError('The exchange refuses this request', evidence, { scope: 'request' });
}
