import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { askedSilenceMs } from '../limits/asked-silence.js';
import { excerpt } from '../rows/excerpt.js';
import type { HttpAnswer } from '../transport/http-answer.js';
import { asksForLess } from '../transport/refusal-text.js';
import { errorCodeVerdict } from './binanceusdm-error-codes.js';
import { BINANCEUSDM_HOLDS } from './binanceusdm-limits.js';

/** What is wrong; an answer that is right has no `code`, and most are bare arrays. */
const REFUSAL = z.object({ code: z.number().negative(), msg: z.string().nullish() });

/** Throws what the `code` of an answer means, whatever its HTTP status; returns when it has none. */
export function judgeBinance(json: unknown, answer: HttpAnswer, context: ErrorContext): void {
  const refusal = REFUSAL.safeParse(json);
  if (!refusal.success) return;
  const { code, msg } = refusal.data;
  const evidence = { ...context, code, msg: excerpt(msg ?? '') };
  const verdict = errorCodeVerdict(code);
  if (verdict === 'hold' || asksForLess(msg ?? '')) {
    const holdMs = askedSilenceMs(answer) ?? BINANCEUSDM_HOLDS.tooManyMs;
    throw new TransientError('The exchange asks for silence', evidence, { holdMs });
  }
  if (verdict === 'again') throw new TransientError('The exchange is busy', evidence);
  throw new PermanentError(
    verdict === 'request' ? 'The exchange refuses this request' : 'The exchange refuses',
    evidence,
    { scope: verdict },
  );
}
