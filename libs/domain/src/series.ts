import type { Timeframe } from './timeframe.js';

/** What the rows of a series are: candles on a fixed grid, or settlements on the market's own schedule. */
export type RowShape = 'candles' | 'funding';

interface KindDescription {
  readonly rows: RowShape;
  /** What its rows are of: the perpetual itself, or the spot market that the desk trades against it. */
  readonly of: 'perpetual' | 'spot';
  /** What it is called among the settings (HISTORICAL_SERIES). */
  readonly word: string;
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
    of: 'perpetual',
    word: 'candles',
    label: 'Candles',
  },
  funding: {
    rows: 'funding',
    of: 'perpetual',
    word: 'funding',
    label: 'Settled funding',
  },
  /** The price by which funding is paid and positions are liquidated; without volume. */
  'mark-candles': {
    rows: 'candles',
    of: 'perpetual',
    word: 'mark',
    label: 'Mark candles',
  },
  /** What one coin was traded at on the spot counterpart (`Market.spot`); a market without one has no such series. */
  'spot-candles': {
    rows: 'candles',
    of: 'spot',
    word: 'spot',
    label: 'Spot candles',
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

/** What is kept where nothing else is set. */
export const USUAL_KINDS: readonly SeriesKind[] = [
  ...REQUIRED_KINDS,
  'spot-candles',
  'mark-candles',
];

export const CANDLE_KINDS = KINDS_OF_SERIES.filter(isCandleKind);

export function isSeriesKind(text: string): text is SeriesKind {
  return Object.hasOwn(SERIES_KINDS, text);
}

export function isCandleKind(kind: SeriesKind): kind is CandleKind {
  return SERIES_KINDS[kind].rows === 'candles';
}

/** Whether the rows of the kind are of the market's spot counterpart. */
export function isOfSpot(kind: SeriesKind): boolean {
  return SERIES_KINDS[kind].of === 'spot';
}

/** What the kind is called among the settings. */
export function kindWord(kind: SeriesKind): string {
  return SERIES_KINDS[kind].word;
}

/** The kind that a word of the settings means; undefined for any other word. */
export function kindOfWord(word: string): SeriesKind | undefined {
  return KINDS_OF_SERIES.find((kind) => kindWord(kind) === word);
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
