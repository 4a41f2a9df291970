import type { Candle } from '@fullcarry/domain/candle';
import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { isOfSpot, type CandleKind } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { candleName, candlesOfPage } from '../rows/candle-page.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { CANDLE_ROWS, textCandles } from '../rows/text-candles.js';
import { assertAskedMarket } from './bybit-envelope.js';
import { BYBIT_LIMITS } from './bybit-limits.js';

const INTERVALS: Readonly<Record<Timeframe, string>> = {
  '1m': '1',
  '5m': '5',
  '15m': '15',
  '30m': '30',
  '1h': '60',
  '2h': '120',
  '4h': '240',
  '6h': '360',
  '12h': '720',
  '1d': 'D',
};

/** Of a row: in the base currency; a mark price and a premium index have none. */
const VOLUME_AT: Readonly<Record<CandleKind, number | undefined>> = {
  candles: 5,
  'mark-candles': undefined,
  'spot-candles': 5,
  'premium-candles': undefined,
};

const CANDLES = z.object({
  result: z.object({
    category: z.string(),
    symbol: z.string(),
    list: CANDLE_ROWS,
  }),
});

/**
 * The question for the candles that open in the window. Both of Bybit's bounds are inclusive.
 *
 * Whether a window wider than a page gives its newest or its oldest rows is not documented, so it must
 * never be wider: then both readings agree.
 */
export function candleQuestion(
  market: Market,
  kind: CandleKind,
  timeframe: Timeframe,
  window: TimeWindow,
) {
  candlesOfPage(window, timeframe, BYBIT_LIMITS.candlesPerPage);
  return {
    category: isOfSpot(kind) ? 'spot' : 'linear',
    symbol: candleName(market, kind),
    interval: INTERVALS[timeframe],
    start: window.fromMs,
    end: window.toMs - 1,
    limit: BYBIT_LIMITS.candlesPerPage,
  };
}

export type CandleQuestion = ReturnType<typeof candleQuestion>;

/**
 * The candles of an answer: rows of [open time, open, high, low, close, volume in base, turnover in quote], of a mark
 * price and of a premium index without the last two.
 *
 * Errors: TransientError for another shape; DataIntegrityError for another market, or a value that is no
 *   decimal number.
 */
export function readCandles(
  payload: unknown,
  asked: Pick<CandleQuestion, 'category' | 'symbol'>,
  kind: CandleKind,
  context: ErrorContext,
): Candle[] {
  const { category, symbol, list } = parsePayload(CANDLES, payload, context).result;
  const candles = textCandles(list, VOLUME_AT[kind], context);
  assertAskedMarket({ category, symbols: [symbol], rows: candles.length }, asked, context);
  return candles;
}
