import { z } from 'zod';
import type { Answer, CandleRow } from '../api/answer.js';
import { limitSchema, timeSchema } from '../api/asked.js';
import { candleRows, withTurnover } from '../api/history-rows.js';
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

/** Hours that open within the bounds, both included, ascending. */
type HoursOf = (fromMs: number, toMs: number) => readonly CandleRow[];

/**
 * GET /v5/market/kline: hourly candles, newest first, 200 a page unless told, at most 1000; of a spot
 * market as recorded, or derived where it was not (`SpotMarket`).
 *
 * `start` and `end` are both included and compared with the candle's opening. `start` alone reads forward
 * from there; anything else gives the newest rows, and a window wider than the page what `klineRange` says.
 */
export function answerKline(query: Query, view: View): Answer {
  return answerHours(query, view, klineRow, ({ category, symbol }) => {
    const { board, nowMs } = view;
    const spot = category === 'spot' ? board.getSpot(symbol) : undefined;
    if (spot) return (fromMs, toMs) => withTurnover(spot.candles(fromMs, toMs, nowMs));
    const market = category === 'linear' ? board.get(symbol) : undefined;
    return market && ((fromMs, toMs) => candleRows(market, fromMs, toMs, nowMs));
  });
}

/** GET /v5/market/mark-price-kline: the same of the mark price, without volumes. */
export function answerMarkPriceKline(query: Query, view: View): Answer {
  const writeRow = (row: CandleRow) => klineRow(row).slice(0, MARK_COLUMNS);
  return answerHours(query, view, writeRow, ({ category, symbol }) => {
    const market = category === 'linear' ? view.board.get(symbol) : undefined;
    return market && ((fromMs, toMs) => withTurnover(market.markCandles(fromMs, toMs, view.nowMs)));
  });
}

const MARK_COLUMNS = 5;

function answerHours(
  query: Query,
  view: View,
  writeRow: (row: CandleRow) => readonly string[],
  hoursOf: (asked: z.output<typeof querySchema>) => HoursOf | undefined,
): Answer {
  return answerQuery(querySchema, query, (asked) => {
    const elsewhere = hoursOf(asked);
    if (!elsewhere) return refusal('Not supported symbols');
    if (asked.interval !== '60') {
      return refusal('params error: interval invalid (only 60 was recorded)');
    }
    const { symbol, category, start, end, limit } = asked;
    if (start !== undefined && end !== undefined && start > end) {
      return refusal('params error: start is later than end');
    }
    const rows = elsewhere(start ?? 0, end ?? Infinity);
    const isForward =
      start !== undefined && (end === undefined || view.readings.klineRange === 'oldest');
    const page = isForward ? rows.slice(0, limit) : rows.slice(-limit);
    return {
      kind: 'candles',
      isNewestFirst: true,
      fromMs: start,
      toMs: end,
      rows: page.reverse(),
      elsewhere,
      write: (sent, toldMs) => succeeded({ symbol, category, list: sent.map(writeRow) }, toldMs),
    };
  });
}

/** Opening, open, high, low, close, volume, turnover: all strings. */
function klineRow({ openAtMs, open, high, low, close, volume, turnover }: CandleRow) {
  return [String(openAtMs), open, high, low, close, volume, turnover];
}
