import { z } from 'zod';
import type { Answer, CandleRow } from '../api/answer.js';
import { limitSchema, timeSchema } from '../api/asked.js';
import { candleRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { refusal, succeeded } from './envelope.js';
import { answerQuery, categorySchema } from './query.js';

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
    const elsewhere = (fromMs: number, toMs: number) =>
      candleRows(market, fromMs, toMs, view.nowMs);
    const rows = elsewhere(start ?? 0, end ?? Infinity);
    const isForward =
      start !== undefined && (end === undefined || view.readings.klineRange === 'oldest');
    const page = isForward ? rows.slice(0, limit) : rows.slice(-limit);
    const { symbol } = market;
    return {
      kind: 'candles',
      isNewestFirst: true,
      fromMs: start,
      toMs: end,
      rows: page.reverse(),
      elsewhere,
      write: (sent, toldMs) =>
        succeeded({ symbol, category: 'linear', list: sent.map(klineRow) }, toldMs),
    };
  });
}

/** Opening, open, high, low, close, volume, turnover: all strings. */
function klineRow({ openAtMs, open, high, low, close, volume, turnover }: CandleRow) {
  return [String(openAtMs), open, high, low, close, volume, turnover];
}
