import { PermanentError, TransientError, type ErrorContext } from '@fullcarry/domain/errors';
import { parseWithDecimalRows } from './decimal-rows.js';
import { excerpt } from './excerpt.js';
import type { HttpAnswer } from './http-answer.js';
import { retryAfterMs } from './retry-after.js';

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

const RATE_WORDS = /too frequent|too many|rate.?limit|frequency/i;
const REGION_WORDS =
  /cloudfront|country|countries|region|jurisdiction|restricted location|<html|<!doctype/i;

/**
 * The JSON object or array of a whole answer; what is left for the exchange to judge is its own codes.
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
  const { status, headers, body } = answer;
  const askedMs = retryAfterMs(headers, Date.now());
  const refuse = (message: string, holdMs?: number) => {
    const evidence = {
      ...context,
      httpStatus: status,
      bodyLength: body.length,
      body: excerpt(body),
    };
    return new TransientError(message, evidence, { holdMs });
  };

  if (status >= 500) throw refuse('The exchange failed', askedMs);
  if (status === 418) throw refuse('The exchange asks for silence', askedMs ?? TEAPOT_HOLD_MS);
  if (status === 429) throw refuse('The exchange asks for silence', askedMs ?? holds.tooManyMs);
  // 403 is both the ban for too many requests and the block of a region. Only the words tell them apart,
  // and where they don't, the one that ends by itself is assumed: the worst of it is a try per hold.
  if (status === 451 || (status === 403 && !RATE_WORDS.test(body) && REGION_WORDS.test(body))) {
    throw new PermanentError('The exchange does not serve this region', {
      ...context,
      scope: 'exchange',
      httpStatus: status,
      body: excerpt(body),
    });
  }
  // Said of what was asked, never by a gateway on the way; Hyperliquid says it in plain text.
  if (status === 422) {
    const refused = { ...context, scope: 'request', httpStatus: status, body: excerpt(body) };
    throw new PermanentError('The exchange refuses this request', refused);
  }
  if (status === 403) throw refuse('The exchange asks for silence', askedMs ?? holds.forbiddenMs);

  const json = parseJson(body);
  if (json === undefined) throw refuse(notJson(body));
  if (status >= 300 && status < 400) throw refuse('The exchange redirects');
  return json;
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
