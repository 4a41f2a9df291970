import type { Candle } from '@fullcarry/domain/candle';
import { isDecimal } from '@fullcarry/domain/decimal-text';
import { DataIntegrityError, PermanentError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { CandleKind } from '@fullcarry/domain/series';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { candleName, candlesOfPage } from '../rows/candle-page.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { HYPERLIQUID_LIMITS } from './hyperliquid-limits.js';

/** Candles of six hours are not among those that it cuts; the others have the names that are used here. */
const INTERVALS: readonly Timeframe[] = ['1m', '5m', '15m', '30m', '1h', '2h', '4h', '12h', '1d'];

/** The length of a candle by the exchange's name of it. */
export const HYPERLIQUID_STEP_MS: ReadonlyMap<string, number> = new Map(
  INTERVALS.map((interval) => [interval, timeframeMs(interval)]),
);

const CANDLES = z.array(
  z.object({
    s: z.string(),
    i: z.string(),
    t: z.number(),
    o: z.string(),
    h: z.string(),
    l: z.string(),
    c: z.string(),
    v: z.string(),
  }),
);

/**
 * The question for the candles that open in the window: `candleSnapshot` with both bounds.
 *
 * Whether a bound is compared with a candle's opening or with its close is not documented. The window
 * begins where a candle opens and the end is the last millisecond of its last candle: then all readings agree.
 *
 * Errors: RangeError for a window that is not one page; PermanentError for candles of six hours.
 */
export function candleQuestion(
  market: Market,
  kind: CandleKind,
  timeframe: Timeframe,
  window: TimeWindow,
) {
  candlesOfPage(window, timeframe, HYPERLIQUID_LIMITS.candlesPerPage);
  if (!INTERVALS.includes(timeframe)) {
    throw new PermanentError(
      `Hyperliquid has no candles of ${timeframe}`,
      {},
      { scope: 'exchange' },
    );
  }
  return {
    coin: candleName(market, kind),
    interval: timeframe,
    startTime: window.fromMs,
    endTime: window.toMs - 1,
  };
}

export type CandleQuestion = ReturnType<typeof candleQuestion>;

/**
 * The candles of an answer. `v` is the volume in coins; `T`, the close, is the opening's business.
 *
 * Errors: TransientError for another shape; DataIntegrityError for another market or timeframe, or a value
 *   that is no decimal number.
 */
export function readCandles(
  payload: unknown,
  asked: CandleQuestion,
  context: ErrorContext,
): Candle[] {
  return parsePayload(CANDLES, payload, context).map((row) => {
    if (row.s !== asked.coin || row.i !== asked.interval) {
      throw new DataIntegrityError('The answer is about another market', {
        ...context,
        asked: `${asked.coin} ${asked.interval}`,
        answered: `${row.s} ${row.i}`,
      });
    }
    const { t, o, h, l, c, v } = row;
    if (!(Number.isSafeInteger(t) && t >= 0 && [o, h, l, c, v].every(isDecimal))) {
      throw new DataIntegrityError('A candle holds a value that is no number', {
        ...context,
        row: [t, o, h, l, c, v].join(', '),
      });
    }
    return {
      openAtMs: t,
      open: Number(o),
      high: Number(h),
      low: Number(l),
      close: Number(c),
      volume: Number(v),
    };
  });
}
