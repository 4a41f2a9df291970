import type { Timeframe } from './timeframe.js';

export type SeriesKind = 'candles' | 'funding';

/** One market's candles of one timeframe, or its settled funding. */
export type SeriesKey = { readonly exchange: string; readonly symbol: string } & (
  { readonly kind: 'candles'; readonly timeframe: Timeframe } | { readonly kind: 'funding' }
);

/** The one text name of a series, in logs and in the dataset certificate. */
export function seriesName(key: SeriesKey): string {
  const what = key.kind === 'candles' ? `candles:${key.timeframe}` : 'funding';
  return `${key.exchange}:${key.symbol}:${what}`;
}
