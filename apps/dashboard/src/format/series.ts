import { hasCandles, SERIES_KINDS, type SeriesInMarket } from '@fullcarry/domain/series';

/** A series for people: `Candles 1h`, `Settled funding`. */
export function seriesText(series: SeriesInMarket): string {
  const { label } = SERIES_KINDS[series.kind];
  return hasCandles(series) ? `${label} ${series.timeframe}` : label;
}
