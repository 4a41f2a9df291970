import { hasCandles, type SeriesKey } from '@fullcarry/domain/series';

/**
 * Where a series lies in a data set: a folder a key, as DuckDB, Arrow, polars and Spark read keys from paths.
 * Names are percent-encoded, which they undo.
 */
export function seriesFile(key: SeriesKey, listing: number): string {
  return [
    `exchange=${encodeURIComponent(key.exchange)}`,
    `kind=${key.kind}`,
    ...(hasCandles(key) ? [`timeframe=${key.timeframe}`] : []),
    `symbol=${encodeURIComponent(symbolOf(key.symbol, listing))}`,
    'rows.parquet',
  ].join('/');
}

/** A name that was listed again is another market: its rows must not be taken for those of the first one. */
function symbolOf(symbol: string, listing: number): string {
  return listing === 0 ? symbol : `${symbol}#${listing}`;
}
