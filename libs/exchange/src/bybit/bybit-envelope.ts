import {
  DataIntegrityError,
  PermanentError,
  TransientError,
  type ErrorContext,
} from '@fullcarry/domain/errors';
import { z } from 'zod';
import { excerpt } from '../rows/excerpt.js';
import type { HttpAnswer } from '../transport/http-answer.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { asksForLess } from '../transport/refusal-text.js';
import { BYBIT_HOLDS } from './bybit-limits.js';
import { retCodeVerdict, type RetCodeVerdict } from './bybit-ret-codes.js';

const ENVELOPE = z.object({
  retCode: z.number(),
  retMsg: z.string().nullish(),
  time: z.number().nullish(),
});

/** A reset that is further away than the longest ban is a mistake. */
const LONGEST_RESET_MS = 600_000;

const ADDRESS_BANNED = 10_009;

/**
 * Throws what the `retCode` of an answer means; returns when it is 0.
 *
 * It runs before ccxt reads the answer, while the headers of this very request are at hand. ccxt would
 * raise its plain ExchangeError for 10000, 10016 and 429, all of which say "try again".
 */
export function judgeBybit(json: unknown, answer: HttpAnswer, context: ErrorContext): void {
  const { retCode, retMsg, time } = parsePayload(ENVELOPE, json, context);
  if (retCode === 0) return;
  const evidence = { ...context, retCode, retMsg: excerpt(retMsg ?? '') };
  const verdict = retCodeVerdict(retCode);
  const holdMs = askedHoldMs(verdict, retCode, retMsg ?? '', () =>
    untilResetMs(answer.headers, time ?? Date.now()),
  );
  if (holdMs !== undefined) {
    throw new TransientError('The exchange asks for silence', evidence, { holdMs });
  }
  if (verdict === 'again') throw new TransientError('The exchange is busy', evidence);
  throw new PermanentError(
    verdict === 'request' ? 'The exchange refuses this request' : 'The exchange refuses',
    evidence,
    { scope: verdict === 'request' ? 'request' : 'exchange' },
  );
}

/** A ban of the address is held as HTTP 403 is, whose words some other codes carry ("access too frequent"). */
function askedHoldMs(
  verdict: RetCodeVerdict,
  retCode: number,
  retMsg: string,
  untilReset: () => number,
): number | undefined {
  if (retCode === ADDRESS_BANNED) return BYBIT_HOLDS.forbiddenMs;
  if (verdict === 'hold') return untilReset();
  if (!asksForLess(retMsg)) return undefined;
  return verdict === 'again' ? BYBIT_HOLDS.tooManyMs : BYBIT_HOLDS.forbiddenMs;
}

/** `answeredAtMs` is the exchange's own clock where the answer has it: the header is written by it too. */
function untilResetMs(headers: Headers, answeredAtMs: number): number {
  const resetAtMs = Number(headers.get('x-bapi-limit-reset-timestamp') ?? Number.NaN);
  const waitMs = resetAtMs - answeredAtMs;
  return waitMs > 0 && waitMs <= LONGEST_RESET_MS ? waitMs : BYBIT_HOLDS.tooManyMs;
}

/** What an answer says about itself: its category, and each symbol that it names. */
export interface AnsweredMarket {
  readonly category: string;
  readonly symbols: readonly string[];
  readonly rows: number;
}

/** The category and the symbol that were asked for. */
export type AskedMarket = Pick<AnsweredMarket, 'category'> & { readonly symbol: string };

/**
 * Refuses an answer about another market than the one that was asked for.
 *
 * An answer without rows may leave its names empty: it says nothing about any market then, and whoever
 * asked asks again before believing that there is nothing.
 */
export function assertAskedMarket(
  { category, symbols, rows }: AnsweredMarket,
  asked: AskedMarket,
  context: ErrorContext,
): void {
  const right = (name: string, due: string) => name === due || (rows === 0 && name === '');
  const wrong = symbols.find((symbol) => !right(symbol, asked.symbol));
  if (right(category, asked.category) && wrong === undefined) return;
  throw new DataIntegrityError('The answer is about another market', {
    ...context,
    asked: `${asked.category} ${asked.symbol}`,
    answered: `${category} ${wrong ?? ''}`.trim(),
  });
}
