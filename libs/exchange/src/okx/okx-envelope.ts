import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { askedSilenceMs } from '../limits/asked-silence.js';
import { excerpt } from '../rows/excerpt.js';
import type { HttpAnswer } from '../transport/http-answer.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { asksForLess } from '../transport/refusal-text.js';
import { codeVerdict } from './okx-codes.js';
import { OKX_HOLDS } from './okx-limits.js';

const ENVELOPE = z.object({ code: z.string(), msg: z.string().nullish() });

/** Throws what the `code` of an answer means; returns when it is 0. It runs before ccxt reads the answer. */
export function judgeOkx(json: unknown, answer: HttpAnswer, context: ErrorContext): void {
  const { code, msg } = parsePayload(ENVELOPE, json, context);
  if (code === '0') return;
  const evidence = { ...context, code, msg: excerpt(msg ?? '') };
  const verdict = codeVerdict(code);
  if (verdict === 'hold' || asksForLess(msg ?? '')) {
    const holdMs = askedSilenceMs(answer) ?? OKX_HOLDS.tooManyMs;
    throw new TransientError('The exchange asks for silence', evidence, { holdMs });
  }
  if (verdict === 'again') throw new TransientError('The exchange is busy', evidence);
  throw new PermanentError(
    verdict === 'request' ? 'The exchange refuses this request' : 'The exchange refuses',
    evidence,
    { scope: verdict },
  );
}
