import type { Answer, CandleRow } from '../api/answer.js';
import { candleRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { HOUR_MS } from '../clock/durations.js';
import { json } from '../http/delivery.js';
import { refusal } from './binance-answers.js';
import { answerWindow, pageOf } from './binance-query.js';

/** GET /fapi/v1/klines: hourly candles, oldest first, 500 a page unless told, at most 1500. */
export function answerKlines(query: Query, view: View): Answer {
  return answerWindow(query, view, { usual: 500, most: 1_500 }, (asked) => {
    // Only hours were recorded.
    if (asked.interval !== '1h') return refusal(-1120, 'Invalid interval.');
    const { market, startTime, endTime } = asked;
    const elsewhere = (fromMs: number, toMs: number) =>
      candleRows(market, fromMs, toMs, view.nowMs);
    return {
      kind: 'candles',
      isNewestFirst: false,
      isNameless: true,
      fromMs: startTime,
      toMs: endTime,
      rows: pageOf(elsewhere(startTime ?? 0, endTime ?? Infinity), asked),
      elsewhere,
      write: (rows) => json(rows.map(klineRow)),
    };
  });
}

/** Times and the count of trades are numbers, all else text. Trades and takers are not played. */
function klineRow({ openAtMs, open, high, low, close, volume, turnover }: CandleRow) {
  const closeAtMs = openAtMs + HOUR_MS - 1;
  return [openAtMs, open, high, low, close, volume, closeAtMs, turnover, 0, '0', '0', '0'];
}
