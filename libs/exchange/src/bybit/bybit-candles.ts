import type { Candle } from '@fullcarry/domain/candle';
import { isDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { parsePayload } from '../parse-payload.js';
import { assertAskedMarket } from './bybit-asked-market.js';
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

const CANDLES = z.object({
  result: z.object({
    category: z.string(),
    symbol: z.string(),
    list: z.custom<readonly (readonly string[])[]>(isListOfTexts, 'not a list of rows of text'),
  }),
});

/**
 * The question for the candles that open in the window. Both of Bybit's bounds are inclusive.
 *
 * Whether a window wider than a page gives its newest or its oldest rows is not documented, so it must
 * never be wider: then both readings agree.
 */
export function candleQuestion(market: Market, timeframe: Timeframe, window: TimeWindow) {
  const steps = (window.toMs - window.fromMs) / timeframeMs(timeframe);
  if (!(steps > 0 && steps <= BYBIT_LIMITS.candlesPerPage)) {
    throw new RangeError(
      `A window of ${steps} steps is not one page of 1 to ${BYBIT_LIMITS.candlesPerPage} candles`,
    );
  }
  return {
    category: 'linear',
    symbol: market.nativeId,
    interval: INTERVALS[timeframe],
    start: window.fromMs,
    end: window.toMs - 1,
    limit: BYBIT_LIMITS.candlesPerPage,
  };
}

/**
 * The candles of an answer: rows of [open time, open, high, low, close, volume in base, turnover in quote].
 *
 * Errors: TransientError for another shape; DataIntegrityError for another market, or a value that is no
 *   decimal number.
 */
export function readCandles(payload: unknown, market: Market, context: ErrorContext): Candle[] {
  const { category, symbol, list } = parsePayload(CANDLES, payload, context).result;
  assertAskedMarket({ category, symbols: [symbol], rows: list.length }, market, context);
  return list.map((row) => candleOf(row, context));
}

function candleOf(row: readonly string[], context: ErrorContext): Candle {
  const [openAt = '', open = '', high = '', low = '', close = '', volume = ''] = row;
  const isRight =
    /^\d+$/.test(openAt) &&
    isDecimal(open) &&
    isDecimal(high) &&
    isDecimal(low) &&
    isDecimal(close) &&
    isDecimal(volume);
  if (!isRight) {
    throw new DataIntegrityError('A candle holds a value that is no number', {
      ...context,
      row: row.join(', '),
    });
  }
  return {
    openAtMs: Number(openAt),
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
  };
}

/** By hand: of a page's 7,000 texts a schema makes copies, which takes as long as parsing the whole page. */
function isListOfTexts(list: unknown): boolean {
  return (
    Array.isArray(list) &&
    list.every(
      (row: unknown) =>
        Array.isArray(row) && row.every((value: unknown) => typeof value === 'string'),
    )
  );
}
