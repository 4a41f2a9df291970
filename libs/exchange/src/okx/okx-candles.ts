import type { Candle } from '@fullcarry/domain/candle';
import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { candleName, candlesOfPage } from '../rows/candle-page.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { CANDLE_ROWS, textCandles } from '../rows/text-candles.js';
import { OKX_LIMITS, type OkxCandleKind } from './okx-limits.js';

/** From six hours on the plain bars are cut at Hong Kong's midnight, the `utc` ones at ours. */
const BARS: Readonly<Record<Timeframe, string>> = {
  '1m': '1m',
  '5m': '5m',
  '15m': '15m',
  '30m': '30m',
  '1h': '1H',
  '2h': '2H',
  '4h': '4H',
  '6h': '6Hutc',
  '12h': '12Hutc',
  '1d': '1Dutc',
};

/** Of a row: in coins, before which it stands in contracts, of spot in coins too and in quote; a mark price has none. */
const VOLUME_AT: Readonly<Record<OkxCandleKind, number | undefined>> = {
  candles: 6,
  'mark-candles': undefined,
  'spot-candles': 5,
};

const CANDLES = z.object({
  data: CANDLE_ROWS,
});

/**
 * The question for the candles that open in the window. Both cursors exclude themselves: `before` is the
 * lower one, `after` the upper.
 *
 * `history-candles` is asked for new candles too: it serves them up to the open one (seen in a public
 * recording of 2026-09-30), and `candles`, which is quicker, reaches back 1,440 bars only and answers an
 * older window with an empty list.
 */
export function candleQuestion(
  market: Market,
  kind: OkxCandleKind,
  timeframe: Timeframe,
  window: TimeWindow,
) {
  candlesOfPage(window, timeframe, OKX_LIMITS.candlesPerPage);
  return {
    instId: candleName(market, kind),
    bar: BARS[timeframe],
    before: window.fromMs - 1,
    after: window.toMs,
    limit: OKX_LIMITS.candlesPerPage,
  };
}

/**
 * The candles of an answer: rows of [open time, open, high, low, close, volume in contracts, in coins, in
 * quote, whether it is closed], of spot [… volume in coins, in quote, in quote, …], of a mark price without volumes. The
 * volume in coins is taken: a contract's size is another for each market.
 *
 * The rows do not say of which market they are, so that an answer about another one can't be told by it.
 *
 * Errors: TransientError for another shape; DataIntegrityError for a value that is no decimal number.
 */
export function readCandles(
  payload: unknown,
  kind: OkxCandleKind,
  context: ErrorContext,
): Candle[] {
  return textCandles(parsePayload(CANDLES, payload, context).data, VOLUME_AT[kind], context);
}
