import { z } from 'zod';
import type { Answer, CandleRow } from '../api/answer.js';
import { limitSchema, timeSchema } from '../api/asked.js';
import { candleRows, withTurnover } from '../api/history-rows.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { HOUR_MS } from '../clock/durations.js';
import { shiftedDecimal } from '../market/prices/shifted-decimal.js';
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
  return answer(query, CANDLES_CAP, tradedHours(view, view.nowMs - RECENT_BARS * HOUR_MS));
}

/** GET /api/v5/market/history-candles: all bars, the open one too, newest first. */
export function answerHistoryCandles(query: Query, view: View): Answer {
  return answer(query, view.readings.okxHistoryCap, tradedHours(view, 0));
}

/** GET /api/v5/market/history-mark-price-candles: the same of the mark price. */
export function answerHistoryMarkPriceCandles(query: Query, view: View): Answer {
  return answer(query, view.readings.okxHistoryCap, (instId) => {
    const market = view.board.get(instId);
    if (!market) return undefined;
    return {
      elsewhere: (fromMs, toMs) => withTurnover(market.markCandles(fromMs, toMs, view.nowMs)),
      write: (row) => [
        String(row.openAtMs),
        row.open,
        row.high,
        row.low,
        row.close,
        confirmed(row, view),
      ],
    };
  });
}

/** Hours that open within the bounds, both included, ascending, and how OKX writes one. */
interface Hours {
  readonly elsewhere: (fromMs: number, toMs: number) => readonly CandleRow[];
  readonly write: (row: CandleRow) => readonly string[];
}

type HoursOf = (instId: string) => Hours | undefined;

/** Of a swap, or of a spot market. */
function tradedHours(view: View, oldestMs: number): HoursOf {
  const { board, nowMs } = view;
  return (instId) => {
    const swap = board.get(instId);
    if (swap) {
      const digits = contractDigitsOf(swap.recording.spec);
      return {
        elsewhere: (fromMs, toMs) => candleRows(swap, Math.max(fromMs, oldestMs), toMs, nowMs),
        write: (row) => rowOf(row, digits, view),
      };
    }
    const spot = board.getSpot(instId);
    if (!spot) return undefined;
    return {
      elsewhere: (fromMs, toMs) =>
        withTurnover(spot.candles(Math.max(fromMs, oldestMs), toMs, nowMs)),
      write: (row) => spotRowOf(row, view),
    };
  };
}

function answer(query: Query, cap: number, hoursOf: HoursOf): Answer {
  const schema = z.object({
    instId: z.string(),
    bar: z.string().default('1m'),
    before: timeSchema,
    after: timeSchema,
    limit: limitSchema(USUAL_PAGE, cap),
  });
  return answerQuery(schema, query, (asked) => {
    const hours = hoursOf(asked.instId);
    if (!hours) return unknownInstrument();
    // Only hours were recorded.
    if (asked.bar !== '1H') return wrongParameter('bar');
    return {
      kind: 'candles',
      isNewestFirst: true,
      isNameless: true,
      ...boundsOf(asked),
      rows: pageBetween(hours.elsewhere, asked),
      elsewhere: hours.elsewhere,
      write: (rows) => succeeded(rows.map(hours.write)),
    };
  });
}

/** Opening, open, high, low, close, volume in contracts, in coins, in quote, and whether it is closed. */
function rowOf(row: CandleRow, contractDigits: number, view: View): readonly string[] {
  const { openAtMs, open, high, low, close, volume, turnover } = row;
  const contracts = shiftedDecimal(volume, -contractDigits);
  const confirm = confirmed(row, view);
  return [String(openAtMs), open, high, low, close, contracts, volume, turnover, confirm];
}

/** The same of spot: volume in coins, then twice in quote. */
function spotRowOf(row: CandleRow, view: View): readonly string[] {
  const { openAtMs, open, high, low, close, volume, turnover } = row;
  return [
    String(openAtMs),
    open,
    high,
    low,
    close,
    volume,
    turnover,
    turnover,
    confirmed(row, view),
  ];
}

function confirmed({ openAtMs }: CandleRow, { nowMs }: View): string {
  return openAtMs + HOUR_MS <= nowMs ? '1' : '0';
}
