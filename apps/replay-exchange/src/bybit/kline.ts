import { z } from 'zod';
import { turnoverOf } from '../market/turnover.js';
import type { RecordedCandle } from '../recording/recorded-rows.js';
import { refusal, type Answer, type KlineRow } from './answer.js';
import { answerQuery, categorySchema, limitSchema, timeSchema, type Query } from './query.js';
import type { View } from './view.js';

const querySchema = z.object({
  category: categorySchema.default('linear'),
  symbol: z.string(),
  interval: z.string(),
  start: timeSchema,
  end: timeSchema,
  limit: limitSchema(200, 1_000),
});

/**
 * GET /v5/market/kline: hourly candles, newest first, 200 a page unless told, at most 1000.
 *
 * `start` and `end` are both included and compared with the candle's opening. `start` alone reads forward
 * from there; anything else gives the newest rows, and a window wider than the page what `klineRange` says.
 */
export function answerKline(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, (asked) => {
    const market = asked.category === 'linear' ? view.board.get(asked.symbol) : undefined;
    if (!market) return refusal('Not supported symbols');
    if (asked.interval !== '60') {
      return refusal('params error: interval invalid (only 60 was recorded)');
    }
    const { start, end, limit } = asked;
    if (start !== undefined && end !== undefined && start > end) {
      return refusal('params error: start is later than end');
    }
    const rows = market.candles(start ?? 0, end ?? Infinity, view.nowMs);
    const isForward = start !== undefined && (end === undefined || view.klineRange === 'oldest');
    const page = isForward ? rows.slice(0, limit) : rows.slice(-limit);
    return {
      kind: 'kline',
      category: 'linear',
      symbol: market.symbol,
      list: page.reverse().map(klineRow),
    };
  });
}

function klineRow(row: RecordedCandle): KlineRow {
  const { open, high, low, close, volume } = row;
  return [String(row.openAtMs), open, high, low, close, volume, turnoverOf(row)];
}
