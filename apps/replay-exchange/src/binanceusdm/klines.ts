import type { Answer, CandleRow } from '../api/answer.js';
import { candleRows, withTurnover } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { HOUR_MS, MINUTE_MS } from '../clock/durations.js';
import { json } from '../http/delivery.js';
import { refusal } from './binance-answers.js';
import { answerWindow, answerWindowOf, pageOf, type AskedWindow } from './binance-query.js';

/** Candles that open within the bounds, both included, ascending. */
type HoursOf = (fromMs: number, toMs: number) => readonly CandleRow[];

/** GET /fapi/v1/klines: hourly candles, oldest first, 500 a page unless asked otherwise, at most 1500. */
export function answerKlines(query: Query, view: View): Answer {
  return answerWindow(query, view, { usual: 500, most: 1_500 }, (asked) =>
    answerHours(asked, (fromMs, toMs) => candleRows(asked.market, fromMs, toMs, view.nowMs)),
  );
}

/** GET /fapi/v1/markPriceKlines: the same of the mark price, which has no volume. */
export function answerMarkPriceKlines(query: Query, view: View): Answer {
  return answerWindow(query, view, { usual: 500, most: 1_500 }, (asked) =>
    answerHours(asked, (fromMs, toMs) =>
      withTurnover(asked.market.markCandles(fromMs, toMs, view.nowMs)),
    ),
  );
}

/** GET /fapi/v1/premiumIndexKlines: minutes of the premium index, where they were recorded. */
export function answerPremiumIndexKlines(query: Query, view: View): Answer {
  return answerWindow(query, view, { usual: 500, most: 1_500 }, (asked) => {
    const { market } = asked;
    // Its answer to a symbol without one is not known: the replay refuses it, which no reader takes for an empty page.
    if (!market.isPremiumRecorded) {
      return refusal(-1121, 'Invalid symbol (no premium index was recorded).');
    }
    return answerHours(
      asked,
      (fromMs, toMs) => withTurnover(market.premiumCandles(fromMs, toMs, view.nowMs)),
      MINUTES,
    );
  });
}

/** GET /api/v3/klines: of a spot market, recorded or derived (`SpotMarket`), 1000 a page at most. */
export function answerSpotKlines(query: Query, view: View): Answer {
  const marketOf = (symbol: string) => view.board.getSpot(symbol);
  return answerWindowOf(marketOf, query, { usual: 500, most: 1_000 }, (asked) =>
    answerHours(asked, (fromMs, toMs) =>
      withTurnover(asked.market.candles(fromMs, toMs, view.nowMs)),
    ),
  );
}

interface Recorded {
  readonly interval: string;
  readonly stepMs: number;
}

/** Nothing else was recorded. */
const HOURS: Recorded = { interval: '1h', stepMs: HOUR_MS };
const MINUTES: Recorded = { interval: '1m', stepMs: MINUTE_MS };

function answerHours(asked: AskedWindow<unknown>, elsewhere: HoursOf, recorded = HOURS): Answer {
  if (asked.interval !== recorded.interval) return refusal(-1120, 'Invalid interval.');
  const { startTime, endTime } = asked;
  return {
    kind: 'candles',
    isNewestFirst: false,
    isNameless: true,
    fromMs: startTime,
    toMs: endTime,
    rows: pageOf(elsewhere(startTime ?? 0, endTime ?? Infinity), asked),
    elsewhere,
    write: (rows) => json(rows.map((row) => klineRow(row, recorded.stepMs))),
  };
}

/** Times and the count of trades are numbers, all else text. Trades and takers are not played. */
function klineRow(row: CandleRow, stepMs: number) {
  const { openAtMs, open, high, low, close, volume, turnover } = row;
  const closeAtMs = openAtMs + stepMs - 1;
  return [openAtMs, open, high, low, close, volume, closeAtMs, turnover, 0, '0', '0', '0'];
}
