import { hasCandles, type SeriesInMarket } from '@fullcarry/domain/series';

/** `candles 1h`, `funding`, `spot-candles 1h`. */
export function seriesLabel(key: SeriesInMarket): string {
  return hasCandles(key) ? `${key.kind} ${key.timeframe}` : key.kind;
}
