import type { TimeWindow } from '../../time-window.js';
import {
  lastAtOrBefore,
  type CandleColumns,
  type MarketHistory,
  type PriceColumns,
  type SettlementColumns,
} from './market-history.js';

/**
 * Returns the rows of a market that lie in a window, without a copy of them. An end after the window is not known in it, and of
 * what was announced only what was by then.
 */
export function historyIn(market: MarketHistory, window: TimeWindow): MarketHistory {
  const { trades, marks, spots, funding, announced, endedAtMs, lots } = market;
  return {
    ...market,
    trades: candlesIn(trades, window),
    marks: marks && pricesIn(marks, window),
    spots: spots && pricesIn(spots, window),
    funding: settlementsIn(funding, window),
    announced: announced.filter(({ observedAtMs }) => observedAtMs < window.toMs),
    lots: lots.filter(({ sinceMs }) => sinceMs < window.toMs),
    endedAtMs: endedAtMs !== undefined && endedAtMs < window.toMs ? endedAtMs : undefined,
  };
}

function rowsIn(timesMs: Float64Array, { fromMs, toMs }: TimeWindow): readonly [number, number] {
  return [lastAtOrBefore(timesMs, fromMs - 1) + 1, lastAtOrBefore(timesMs, toMs - 1) + 1];
}

function pricesIn({ openAtMs, open, close }: PriceColumns, window: TimeWindow): PriceColumns {
  const rows = rowsIn(openAtMs, window);
  return {
    openAtMs: openAtMs.subarray(...rows),
    open: open.subarray(...rows),
    close: close.subarray(...rows),
  };
}

function candlesIn(candles: CandleColumns, window: TimeWindow): CandleColumns {
  const rows = rowsIn(candles.openAtMs, window);
  return {
    ...pricesIn(candles, window),
    high: candles.high.subarray(...rows),
    low: candles.low.subarray(...rows),
    volume: candles.volume.subarray(...rows),
  };
}

function settlementsIn(
  { settledAtMs, stampedAtMs, rates }: SettlementColumns,
  window: TimeWindow,
): SettlementColumns {
  const rows = rowsIn(settledAtMs, window);
  return {
    settledAtMs: settledAtMs.subarray(...rows),
    stampedAtMs: stampedAtMs.subarray(...rows),
    rates: rates.slice(...rows),
  };
}
