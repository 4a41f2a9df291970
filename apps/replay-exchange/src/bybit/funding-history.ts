import { z } from 'zod';
import type { Answer, SettlementRow } from '../api/answer.js';
import { limitSchema, timeSchema } from '../api/asked.js';
import { settlementRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { refusal, succeeded } from './envelope.js';
import { answerQuery, categorySchema } from './query.js';

const querySchema = z.object({
  category: categorySchema,
  symbol: z.string(),
  startTime: timeSchema,
  endTime: timeSchema,
  limit: limitSchema(200, 200),
});

/**
 * GET /v5/market/funding/history: settled rates, newest first, at most 200 a page.
 *
 * Both bounds are included and compared with the raw stamp. `startTime` alone is refused; a window with
 * more than a page in it gives the newest page.
 */
export function answerFundingHistory(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, (asked) => {
    const market = asked.category === 'linear' ? view.board.get(asked.symbol) : undefined;
    if (!market) return refusal('params error: symbol invalid');
    const { startTime, endTime } = asked;
    if (startTime !== undefined && endTime === undefined) {
      return refusal('params error: endTime is missing');
    }
    if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
      return refusal('params error: startTime is later than endTime');
    }
    const elsewhere = (fromMs: number, toMs: number) =>
      settlementRows(market, fromMs, toMs, view.nowMs);
    return {
      kind: 'settlements',
      isNewestFirst: true,
      fromMs: startTime,
      toMs: endTime,
      rows: elsewhere(startTime ?? 0, endTime ?? Infinity)
        .slice(-asked.limit)
        .reverse(),
      elsewhere,
      write: (rows, serverTimeMs) =>
        succeeded({ category: 'linear', list: rows.map(fundingRow) }, serverTimeMs),
    };
  });
}

function fundingRow({ symbol, rate, stampMs }: SettlementRow) {
  return { symbol, fundingRate: rate, fundingRateTimestamp: String(stampMs) };
}
