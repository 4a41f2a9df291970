import type { Timeframe } from './timeframe.js';

/** What the rows of a series are: candles on a fixed grid, or settlements on the market's own schedule. */
export type RowShape = 'candles' | 'funding';

interface KindDescription {
  readonly rows: RowShape;
  /** On pages and in messages; of candles the timeframe stands behind it. */
  readonly label: string;
}

/**
 * Every kind of series of a market. All that is asked of a kind is asked here, so that a new one is an entry of this
 * list and the methods of the exchanges that have it (docs/ARCHITECTURE.md).
 */
export const SERIES_KINDS = {
  /** What the perpetual was traded at. */
  candles: {
    rows: 'candles',
    label: 'Candles',
  },
  funding: {
    rows: 'funding',
    label: 'Settled funding',
  },
  /** The price by which funding is paid and positions are liquidated; without volume. */
  'mark-candles': {
    rows: 'candles',
    label: 'Mark candles',
  },
} as const satisfies Record<string, KindDescription>;

export type SeriesKind = keyof typeof SERIES_KINDS;

/** The kinds whose rows are candles, each of one timeframe. */
export type CandleKind = {
  [Kind in SeriesKind]: (typeof SERIES_KINDS)[Kind]['rows'] extends 'candles' ? Kind : never;
}[SeriesKind];

/** Candles of one kind and timeframe, whichever market's. */
export interface CandleSeries {
  readonly kind: CandleKind;
  readonly timeframe: Timeframe;
}

/** A series within its market. */
export type SeriesId = CandleSeries | { readonly kind: Exclude<SeriesKind, CandleKind> };

/** One series of one market. */
export type SeriesKey = { readonly exchange: string; readonly symbol: string } & SeriesId;

export const KINDS_OF_SERIES = Object.keys(SERIES_KINDS).filter(isSeriesKind);

/** Kept of every market: without them nothing can be decided. */
export const REQUIRED_KINDS: readonly SeriesKind[] = ['candles', 'funding'];

export const CANDLE_KINDS = KINDS_OF_SERIES.filter(isCandleKind);

export function isSeriesKind(text: string): text is SeriesKind {
  return Object.hasOwn(SERIES_KINDS, text);
}

export function isCandleKind(kind: SeriesKind): kind is CandleKind {
  return SERIES_KINDS[kind].rows === 'candles';
}

/** Whether the rows of the series are candles. */
export function hasCandles<Series extends SeriesId>(
  series: Series,
): series is Extract<Series, { timeframe: Timeframe }> {
  return isCandleKind(series.kind);
}

/** The series without its market. */
export function seriesIdOf(key: SeriesId): SeriesId {
  return hasCandles(key) ? { kind: key.kind, timeframe: key.timeframe } : { kind: key.kind };
}

export function isSameSeries(a: SeriesId, b: SeriesId): boolean {
  return partOf(a) === partOf(b);
}

/** The one text name of a series, in logs and in the dataset certificate: `bybit:BTC/USDT:USDT:candles:1h`. */
export function seriesName(key: SeriesKey): string {
  return `${key.exchange}:${key.symbol}:${partOf(key)}`;
}

/** `candles:1h`, `funding`. */
function partOf(series: SeriesId): string {
  return hasCandles(series) ? `${series.kind}:${series.timeframe}` : series.kind;
}
