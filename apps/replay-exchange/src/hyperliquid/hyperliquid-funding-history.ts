import { z } from 'zod';
import type { Answer } from '../api/answer.js';
import { settlementRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import { timeSchema } from './hyperliquid-question.js';
import { unknownCoin, unprocessable } from './hyperliquid-refusal.js';

/** Of a window that holds more, the oldest are given. */
export const SETTLEMENTS_PER_PAGE = 500;

const querySchema = z.object({
  coin: z.string(),
  startTime: timeSchema,
  endTime: timeSchema.optional(),
});

/** `fundingHistory`: settled rates within the bounds, both included, ascending, 500 at most. */
export function answerFundingHistory(query: Query, { board, nowMs }: View): Answer {
  const asked = querySchema.safeParse(query);
  if (!asked.success) return unprocessable();
  const { coin, startTime, endTime } = asked.data;
  const market = board.get(coin);
  if (!market?.isLaunched(nowMs)) return unknownCoin();
  const elsewhere = (fromMs: number, toMs: number) => settlementRows(market, fromMs, toMs, nowMs);
  return {
    kind: 'settlements',
    isNewestFirst: false,
    fromMs: startTime,
    toMs: endTime,
    rows: elsewhere(startTime, endTime ?? Infinity).slice(0, SETTLEMENTS_PER_PAGE),
    elsewhere,
    write: (rows) =>
      json(
        rows.map(({ symbol, rate, stampMs }) => ({
          coin: symbol,
          fundingRate: rate,
          premium: PREMIUM,
          time: stampMs,
        })),
      ),
  };
}

/** Not recorded. */
const PREMIUM = '0.0';
