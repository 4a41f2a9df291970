import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { INVALID_SYMBOL, refusal } from './binance-answers.js';

const timeSchema = z
  .string()
  .regex(/^\d+$/)
  .optional()
  .transform((text) => (text === undefined ? undefined : Number(text)));

const windowSchema = z.object({
  symbol: z.string(),
  interval: z.string().optional(),
  startTime: timeSchema,
  endTime: timeSchema,
  limit: z
    .string()
    .regex(/^[1-9]\d*$/)
    .optional(),
});

/** A window of one market's history, both bounds included where they are given. */
export interface AskedWindow<Market = ReplayMarket> {
  readonly market: Market;
  readonly interval: string | undefined;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly limit: number;
}

/**
 * Answers a question for a window; refuses an unknown symbol (-1121), a missing or malformed parameter
 * (-1102) and a window that is turned round (-1023). A limit above the cap is cut to it (not verified).
 */
export function answerWindow(
  query: Query,
  { board }: View,
  limits: { readonly usual: number; readonly most: number },
  answer: (asked: AskedWindow) => Answer,
): Answer {
  return answerWindowOf((symbol) => board.get(symbol), query, limits, answer);
}

/** The same for what goes by a symbol elsewhere: a spot market. */
export function answerWindowOf<Market>(
  marketOf: (symbol: string) => Market | undefined,
  query: Query,
  limits: { readonly usual: number; readonly most: number },
  answer: (asked: AskedWindow<Market>) => Answer,
): Answer {
  const asked = windowSchema.safeParse(query);
  if (!asked.success) {
    const name = asked.error.issues[0]?.path.join('.') ?? '';
    return refusal(
      -1102,
      `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
    );
  }
  const { symbol, startTime, endTime, interval } = asked.data;
  const market = marketOf(symbol);
  if (market === undefined) return INVALID_SYMBOL;
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    return refusal(-1023, 'Start time is greater than end time.');
  }
  const limit = Math.min(limits.most, Number(asked.data.limit ?? limits.usual));
  return answer({ market, interval, startTime, endTime, limit });
}

/** The oldest rows where the window has a beginning, else the newest. Ascending either way. */
export function pageOf<Row>(
  rows: readonly Row[],
  { startTime, limit }: Pick<AskedWindow, 'startTime' | 'limit'>,
): Row[] {
  return startTime === undefined ? rows.slice(-limit) : rows.slice(0, limit);
}
