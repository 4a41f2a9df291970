import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import type { z } from 'zod';
import { askedSilenceMs } from '../limits/asked-silence.js';
import { excerpt } from '../rows/excerpt.js';
import { firstFault } from '../rows/read-values.js';
import { parseWithDecimalRows } from './decimal-rows.js';
import type { HttpAnswer } from './http-answer.js';
import { asksForLess, isOfFirewall, namesRegion } from './refusal-text.js';

/**
 * What an exchange means by a refusal that does not say for how long.
 *
 * `forbiddenMs`: after HTTP 403, `tooManyMs`: after HTTP 429.
 */
export interface DefaultHolds {
  readonly forbiddenMs: number;
  readonly tooManyMs: number;
}

/** Binance answers 418 to an address that went on after 429; its bans begin at two minutes. */
const TEAPOT_HOLD_MS = 120_000;

const SILENCE = 'The exchange asks for silence';

/**
 * The JSON object or array of a whole answer; what is left for the exchange to judge is its own codes.
 *
 * Whatever is said against the address as a whole comes with `holdMs`: 403, 418, 429, a firewall's page and the
 * words of a ban with any status. Every other question would hear the same, and asking on makes a ban
 * longer.
 *
 * Errors: TransientError for server errors, refusals for a while (with `holdMs`), and bodies that are not
 *   whole JSON, whatever the status says (an HTML page with status 200, a JSON text that was cut: ccxt makes
 *   an empty list of both). PermanentError for a region that is shut out, or a request that
 *   can't be processed.
 */
export function readJsonAnswer(
  answer: HttpAnswer,
  holds: DefaultHolds,
  context: ErrorContext,
): unknown {
  const { status, body } = answer;
  if (status >= 400) refuseForAll(answer, holds, context);

  const json = parseJson(body);
  if (json === undefined) {
    const isForAll = asksForLess(body) || isOfFirewall(body);
    throw refusal(notJson(body), answer, context, isForAll ? holds.forbiddenMs : undefined);
  }
  if (status >= 300 && status < 400) throw refusal('The exchange redirects', answer, context);
  return json;
}

/** Throws what a status of 400 or more says whatever the exchange's own code is; returns when it says nothing. */
function refuseForAll(answer: HttpAnswer, holds: DefaultHolds, context: ErrorContext): void {
  const { status, body } = answer;
  const askedMs = askedSilenceMs(answer);
  const refuse = (message: string, holdMs?: number) => refusal(message, answer, context, holdMs);

  if (status === 418) throw refuse(SILENCE, askedMs ?? TEAPOT_HOLD_MS);
  if (status === 429) throw refuse(SILENCE, askedMs ?? holds.tooManyMs);
  // 403 is both the ban for too many requests and the block of a region. Only the words tell them apart,
  // and where they don't, the one that ends by itself is assumed: the worst of it is a try per hold.
  if (status === 451 || (status === 403 && namesRegion(body))) {
    throw new PermanentError(
      'The exchange does not serve this region',
      { ...context, httpStatus: status, body: excerpt(body) },
      { scope: 'exchange' },
    );
  }
  if (status === 403) throw refuse(SILENCE, askedMs ?? holds.forbiddenMs);
  if (status >= 500) {
    throw refuse(
      'The exchange failed',
      askedMs ?? (asksForLess(body) ? holds.tooManyMs : undefined),
    );
  }
  if (askedMs !== undefined) throw refuse(SILENCE, askedMs);
  // Said of what was asked, never by a gateway on the way; Hyperliquid says it in plain text.
  if (status === 422) {
    if (asksForLess(body)) throw refuse(SILENCE, holds.tooManyMs);
    const refused = { ...context, httpStatus: status, body: excerpt(body) };
    throw new PermanentError('The exchange refuses this request', refused, { scope: 'request' });
  }
}

function refusal(
  message: string,
  { status, body }: HttpAnswer,
  context: ErrorContext,
  holdMs?: number,
): TransientError {
  const evidence = {
    ...context,
    httpStatus: status,
    bodyLength: body.length,
    body: excerpt(body),
  };
  return new TransientError(message, evidence, { holdMs });
}

function parseJson(body: string): object | undefined {
  try {
    const json = parseWithDecimalRows(body);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

function notJson(body: string): string {
  if (body.trim() === '') return 'The answer is empty';
  if (body.trimStart().startsWith('<')) return 'The answer is a page, not data';
  return 'The answer is cut short or not JSON';
}

/**
 * The payload in the shape that it must have. Only the fields that are used are asked for.
 *
 * Errors: TransientError when it has another shape: `result: null` and a missing list are how a busy
 *   exchange answers, and must never be read as "no rows". Wrong values in a right shape are not judged here.
 */
export function parsePayload<S extends z.ZodType>(
  schema: S,
  payload: unknown,
  context: ErrorContext,
): z.output<S> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new TransientError('The answer lacks its payload', {
    ...context,
    fault: firstFault(parsed.error),
  });
}
