import { hasCandles } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { candleWindowMs } from '../fetch/read-candles.js';
import { settlementWindowMs } from '../fetch/read-settlements.js';
import type { TrackedSeries } from './tracked-series.js';

/** The widest window that one request answers. */
export function pageMs(one: TrackedSeries, exchange: Exchange): number {
  const { key } = one.series;
  return hasCandles(key)
    ? candleWindowMs(exchange, key.timeframe)
    : settlementWindowMs(exchange, one.stepMs);
}
