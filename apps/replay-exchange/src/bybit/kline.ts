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

/** Candles that open within the bounds, both included, ascending. */
type HoursOf = (fromMs: number, toMs: number) => readonly CandleRow[];

/** Undefined for a market that is not there, or of which nothing was recorded. */
type CandlesOf = (asked: z.output<typeof querySchema>) => HoursOf | undefined;

/**
 * GET /v5/market/kline: hourly candles, newest first, 200 a page unless asked otherwise, at most 1000; of a spot
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

/** GET /v5/market/premium-index-price-kline: minutes of the premium index, without volumes, where they were recorded. */
export function answerPremiumKline(query: Query, view: View): Answer {
  const writeRow = (row: CandleRow) => klineRow(row).slice(0, MARK_COLUMNS);
  const hoursOf: CandlesOf = ({ category, symbol }) => {
    const market = category === 'linear' ? view.board.get(symbol) : undefined;
    if (!market?.isPremiumRecorded) return undefined;
    return (fromMs, toMs) => withTurnover(market.premiumCandles(fromMs, toMs, view.nowMs));
  };
  return answerHours(query, view, writeRow, hoursOf, MINUTES);
}

const MARK_COLUMNS = 5;

interface Recorded {
  readonly interval: string;
  /** What is said of a market that has none. Bybit's own words about a premium index are not known. */
  readonly none: string;
}

const HOURS: Recorded = { interval: '60', none: 'Not supported symbols' };
const MINUTES: Recorded = {
  interval: '1',
  none: 'Not supported symbols (no premium index was recorded)',
};

function answerHours(
  query: Query,
  view: View,
  writeRow: (row: CandleRow) => readonly string[],
  hoursOf: CandlesOf,
  { interval, none }: Recorded = HOURS,
): Answer {
  return answerQuery(querySchema, query, (asked) => {
    const elsewhere = hoursOf(asked);
    if (!elsewhere) return refusal(none);
    if (asked.interval !== interval) {
      return refusal(`params error: interval invalid (only ${interval} was recorded)`);
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
      write: (sent, serverTimeMs) =>
        succeeded({ symbol, category, list: sent.map(writeRow) }, serverTimeMs),
    };
  });
}

/** Opening, open, high, low, close, volume, turnover: all strings. */
function klineRow({ openAtMs, open, high, low, close, volume, turnover }: CandleRow) {
  return [String(openAtMs), open, high, low, close, volume, turnover];
}
