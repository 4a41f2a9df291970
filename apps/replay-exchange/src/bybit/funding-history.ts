import { z } from 'zod';
import { refusal, type Answer } from './answer.js';
import { answerQuery, categorySchema, limitSchema, timeSchema, type Query } from './query.js';
import type { View } from './view.js';

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
    const rows = market.settlements(startTime ?? 0, endTime ?? Infinity, view.nowMs);
    return {
      kind: 'funding',
      category: 'linear',
      list: rows
        .slice(-asked.limit)
        .reverse()
        .map((row) => ({
          symbol: market.symbol,
          fundingRate: row.rate,
          fundingRateTimestamp: String(row.stampMs),
        })),
    };
  });
}
