import type { Candle } from '@fullcarry/domain/candle';
import { candleHoles } from '@fullcarry/domain/completeness/schedule/candle-grid';
import { TransientError } from '@fullcarry/domain/errors';
import type { CandleSeries } from '@fullcarry/domain/series';
import { cutWindow, floorTo, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { PageReader } from './page-reader.js';
import { agreedReading, type KnownMarket, type WindowReading } from './window-reading.js';

/** A candle may be revised shortly after it closed: the newest ones are read again with the next. */
const STEPS_READ_AGAIN = 2;
const STEPS_READ_AHEAD = 1;

/** The longest window that is read with one request, the candles around it included. */
export function candleWindowMs(exchange: Exchange, timeframe: Timeframe): number {
  const steps = exchange.limits.candlesPerPage - STEPS_READ_AGAIN - STEPS_READ_AHEAD;
  return steps * timeframeMs(timeframe);
}

/**
 * Reads every candle of the window, each page checked and asked for again when candles are lacking.
 *
 * The candles around the window are read along where there are any, so that a hole shows with the data on
 * both of its sides, and a late revision is noticed.
 *
 * Errors: TransientError when answers disagree; whatever the page reader throws when its tries are used up.
 */
export async function readCandles(
  pages: PageReader,
  series: CandleSeries,
  window: TimeWindow,
  known: KnownMarket,
): Promise<WindowReading<Candle>> {
  const stepMs = timeframeMs(series.timeframe);
  const asked = {
    fromMs: Math.max(
      window.fromMs - STEPS_READ_AGAIN * stepMs,
      floorTo(known.listedAtMs ?? 0, stepMs),
    ),
    toMs: Math.min(window.toMs + STEPS_READ_AHEAD * stepMs, known.endMs),
  };
  const rows: Candle[] = [];
  for (const page of cutWindow(
    asked,
    pages.exchange.limits.candlesPerPage * stepMs,
    asked.fromMs,
  )) {
    const agreed = await agreedReading(
      () => pages.candles(known, series, page),
      (candles) => candleHoles(candles, page, stepMs).length === 0,
    );
    if (!agreed) {
      throw new TransientError('Candle pages disagree', { symbol: known.symbol, ...page });
    }
    rows.push(...agreed);
  }
  return { asked, rows };
}
