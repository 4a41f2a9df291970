import { z } from 'zod';
import type { Answer, CandleRow } from '../api/answer.js';
import { limitSchema, timeSchema } from '../api/asked.js';
import { candleRows } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { HOUR_MS } from '../clock/durations.js';
import { shiftedDecimal } from '../market/shifted-decimal.js';
import { succeeded, unknownInstrument, wrongParameter } from './okx-envelope.js';
import { contractDigitsOf } from './okx-markets.js';
import { answerQuery, boundsOf, pageBetween } from './okx-query.js';

/** `candles` goes back so many bars from now. */
const RECENT_BARS = 1_440;

/** Rows of a page when none are asked for, and the most of `candles`. */
const USUAL_PAGE = 100;
const CANDLES_CAP = 300;

/** GET /api/v5/market/candles: the last 1,440 bars, newest first, 300 a page at most. */
export function answerCandles(query: Query, view: View): Answer {
  return answer(query, view, CANDLES_CAP, view.nowMs - RECENT_BARS * HOUR_MS);
}

/** GET /api/v5/market/history-candles: all bars, the open one too, newest first. */
export function answerHistoryCandles(query: Query, view: View): Answer {
  return answer(query, view, view.readings.okxHistoryCap, 0);
}

function answer(query: Query, view: View, cap: number, oldestMs: number): Answer {
  const schema = z.object({
    instId: z.string(),
    bar: z.string().default('1m'),
    before: timeSchema,
    after: timeSchema,
    limit: limitSchema(USUAL_PAGE, cap),
  });
  return answerQuery(schema, query, (asked) => {
    const market = view.board.get(asked.instId);
    if (!market) return unknownInstrument();
    // Only hours were recorded.
    if (asked.bar !== '1H') return wrongParameter('bar');
    const digits = contractDigitsOf(market.recording.spec);
    const elsewhere = (fromMs: number, toMs: number) =>
      candleRows(market, Math.max(fromMs, oldestMs), toMs, view.nowMs);
    return {
      kind: 'candles',
      isNewestFirst: true,
      isNameless: true,
      ...boundsOf(asked),
      rows: pageBetween(elsewhere, asked),
      elsewhere,
      write: (rows) => succeeded(rows.map((row) => rowOf(row, digits, view.nowMs))),
    };
  });
}

/** Opening, open, high, low, close, volume in contracts, in coins, in quote, and whether it is closed. */
function rowOf(row: CandleRow, contractDigits: number, nowMs: number): readonly string[] {
  const { openAtMs, open, high, low, close, volume, turnover } = row;
  const contracts = shiftedDecimal(volume, -contractDigits);
  const confirm = openAtMs + HOUR_MS <= nowMs ? '1' : '0';
  return [String(openAtMs), open, high, low, close, contracts, volume, turnover, confirm];
}
