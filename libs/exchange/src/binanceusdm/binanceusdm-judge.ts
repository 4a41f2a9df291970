import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { z } from 'zod';
import { excerpt } from '../excerpt.js';
import type { HttpAnswer } from '../http-answer.js';
import { errorCodeVerdict } from './binanceusdm-error-codes.js';
import { BINANCEUSDM_HOLDS } from './binanceusdm-limits.js';

/** What is wrong; an answer that is right has no `code`, and most are bare arrays. */
const REFUSAL = z.object({ code: z.number().negative(), msg: z.string().nullish() });

/** -1003 of an address that is banned already: "… IP banned until 1712840265023. …". */
const BANNED_UNTIL = /banned until (\d{13})/;

const LONGEST_BAN_MS = 3 * 86_400_000;

/** Throws what the `code` of an answer means, whatever its HTTP status; returns when it has none. */
export function judgeBinance(json: unknown, answer: HttpAnswer, context: ErrorContext): void {
  const refusal = REFUSAL.safeParse(json);
  if (!refusal.success) return;
  const { code, msg } = refusal.data;
  const evidence = { ...context, code, msg: excerpt(msg ?? '') };
  const verdict = errorCodeVerdict(code);
  if (verdict === 'again') throw new TransientError('The exchange is busy', evidence);
  if (verdict === 'hold') {
    const holdMs = untilBanEndsMs(msg ?? '', answer.headers);
    throw new TransientError('The exchange asks for silence', evidence, { holdMs });
  }
  throw new PermanentError(
    verdict === 'request' ? 'The exchange refuses this request' : 'The exchange refuses',
    { ...evidence, scope: verdict },
  );
}

/** Against the answer's own `Date`, which their clock wrote too. */
function untilBanEndsMs(message: string, headers: Headers): number {
  const untilMs = Number(BANNED_UNTIL.exec(message)?.[1]);
  const answeredAtMs = Date.parse(headers.get('date') ?? '') || Date.now();
  const waitMs = untilMs - answeredAtMs;
  return waitMs > 0 && waitMs <= LONGEST_BAN_MS ? waitMs : BINANCEUSDM_HOLDS.tooManyMs;
}
