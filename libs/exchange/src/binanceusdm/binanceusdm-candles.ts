import type { Candle } from '@fullcarry/domain/candle';
import { isDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { CandleKind } from '@fullcarry/domain/series';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { candleName, candlesOfPage } from '../rows/candle-page.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { BINANCEUSDM_LIMITS } from './binanceusdm-limits.js';

const CANDLES = z.custom<readonly (readonly unknown[])[]>(isListOfRows, 'not a list of rows');

/**
 * The question for the candles that open in the window; both of Binance's bounds are inclusive. Its own names
 * of the intervals are those of `Timeframe`. The limit is what the window holds, since it is what costs.
 */
export function candleQuestion(
  market: Market,
  kind: CandleKind,
  timeframe: Timeframe,
  window: TimeWindow,
) {
  const steps = candlesOfPage(window, timeframe, BINANCEUSDM_LIMITS.candlesPerPage);
  return {
    symbol: candleName(market, kind),
    interval: timeframe,
    startTime: window.fromMs,
    endTime: window.toMs - 1,
    limit: Math.ceil(steps),
  };
}

/**
 * The candles of an answer: rows of [open time, open, high, low, close, volume in base, close time, turnover
 * in quote, …], with zeros for what a mark price or a premium index does not have. The answer does not say which market it is about.
 *
 * Errors: TransientError for another shape; DataIntegrityError for a value that is no decimal number, or a
 *   close time that is not the last millisecond of the candle.
 */
export function readCandles(
  payload: unknown,
  timeframe: Timeframe,
  context: ErrorContext,
): Candle[] {
  const stepMs = timeframeMs(timeframe);
  return parsePayload(CANDLES, payload, context).map((row) => candleOf(row, stepMs, context));
}

function candleOf(row: readonly unknown[], stepMs: number, context: ErrorContext): Candle {
  const [openAtMs, open, high, low, close, volume, closeAtMs] = row;
  if (
    typeof openAtMs === 'number' &&
    Number.isSafeInteger(openAtMs) &&
    openAtMs >= 0 &&
    closeAtMs === openAtMs + stepMs - 1 &&
    isDecimalText(open) &&
    isDecimalText(high) &&
    isDecimalText(low) &&
    isDecimalText(close) &&
    isDecimalText(volume)
  ) {
    return {
      openAtMs,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
    };
  }
  throw new DataIntegrityError('A candle holds a value that is no number', {
    ...context,
    row: row.map(String).join(', '),
  });
}

function isDecimalText(value: unknown): value is string {
  return typeof value === 'string' && isDecimal(value);
}

function isListOfRows(list: unknown): boolean {
  return Array.isArray(list) && list.every((row: unknown) => Array.isArray(row));
}
