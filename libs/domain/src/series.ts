import type { Timeframe } from './timeframe.js';

/** What the rows of a series are: candles on a fixed grid, or settlements on the market's own schedule. */
export type RowShape = 'candles' | 'funding';

interface KindDescription {
  readonly rows: RowShape;
  /** What its rows are of: the perpetual itself, or the spot market that the desk trades against it. */
  readonly of: 'perpetual' | 'spot';
  /** What it is called among the settings (HISTORICAL_SERIES). */
  readonly settingName: string;
  /** On pages and in messages; of candles the timeframe stands behind it. */
  readonly label: string;
  /** What the four values of a candle are: prices above 0 in quote, or a share of a price, which may be 0 or less. */
  readonly values?: 'shares';
  /** The timeframe of its candles whatever is set; absent where HISTORICAL_TIMEFRAME says it. */
  readonly timeframe?: Timeframe;
  /** Which look-back it has; absent where HISTORICAL_LOOKBACK_DAYS says it. */
  readonly lookback?: Exclude<keyof Lookbacks, 'usualDays'>;
  /** Whether nothing is traded by it, so that a gap in it closes no market. */
  readonly isForResearch?: true;
}

/** How far back each kind is kept, in UTC days: HISTORICAL_LOOKBACK_DAYS, and HISTORICAL_PREMIUM_DAYS of what is heavy. */
export interface Lookbacks {
  readonly usualDays: number;
  readonly premiumDays: number;
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
    settingName: 'candles',
    label: 'Candles',
  },
  funding: {
    rows: 'funding',
    of: 'perpetual',
    settingName: 'funding',
    label: 'Settled funding',
  },
  /** The price by which funding is paid and positions are liquidated; without volume. */
  'mark-candles': {
    rows: 'candles',
    of: 'perpetual',
    settingName: 'mark',
    label: 'Mark candles',
  },
  /** What one coin was traded at on the spot counterpart (`Market.spot`); a market without one has no such series. */
  'spot-candles': {
    rows: 'candles',
    of: 'spot',
    settingName: 'spot',
    label: 'Spot candles',
  },
  /**
   * The premium index by the minute: how far the perpetual's impact prices are from its index price, as a share of that
   * (0.0005 is 0.05 % above). Funding rates are made of it (`market/rebuilt-rate.ts`). Without volume.
   */
  'premium-candles': {
    rows: 'candles',
    of: 'perpetual',
    settingName: 'premium',
    label: 'Premium candles',
    values: 'shares',
    timeframe: '1m',
    lookback: 'premiumDays',
    isForResearch: true,
  },
} as const satisfies Record<string, KindDescription>;

export type SeriesKind = keyof typeof SERIES_KINDS;

function describe(kind: SeriesKind): KindDescription {
  return SERIES_KINDS[kind];
}

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
export type SeriesInMarket = CandleSeries | { readonly kind: Exclude<SeriesKind, CandleKind> };

/** One series of one market. */
export type SeriesKey = { readonly exchange: string; readonly symbol: string } & SeriesInMarket;

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

function isSeriesKind(text: string): text is SeriesKind {
  return Object.hasOwn(SERIES_KINDS, text);
}

export function isCandleKind(kind: SeriesKind): kind is CandleKind {
  return SERIES_KINDS[kind].rows === 'candles';
}

/** Whether the rows of the kind are of the market's spot counterpart. */
export function isOfSpot(kind: SeriesKind): boolean {
  return SERIES_KINDS[kind].of === 'spot';
}

/** Whether the candles are shares of a price, which may be 0 or less, and no prices. */
export function isOfShares(kind: SeriesKind): boolean {
  return describe(kind).values === 'shares';
}

/** Whether nothing is traded by the kind: a gap in it closes no market. */
export function isForResearch(kind: SeriesKind): boolean {
  return describe(kind).isForResearch === true;
}

/** The timeframe in which candles of the kind are kept, where `usual` is the one that is set (HISTORICAL_TIMEFRAME). */
export function timeframeOf(kind: CandleKind, usual: Timeframe): Timeframe {
  return describe(kind).timeframe ?? usual;
}

/** The series of a kind, where `usual` is the timeframe that is set. */
export function seriesOfKind(kind: SeriesKind, usual: Timeframe): SeriesInMarket {
  return isCandleKind(kind) ? { kind, timeframe: timeframeOf(kind, usual) } : { kind };
}

/** Whether the series is one of those that are kept where `usual` is the timeframe that is set. */
export function isOfTimeframe(series: SeriesInMarket, usual: Timeframe): boolean {
  return isSameSeries(series, seriesOfKind(series.kind, usual));
}

/** The timeframe of a series that is there because that timeframe was set; undefined of one that would be in any case. */
export function chosenTimeframe(series: SeriesInMarket): Timeframe | undefined {
  const isChosen = hasCandles(series) && describe(series.kind).timeframe === undefined;
  return isChosen ? series.timeframe : undefined;
}

/** How many UTC days back rows of the kind are kept. */
export function lookbackDaysOf(kind: SeriesKind, days: Lookbacks): number {
  return days[describe(kind).lookback ?? 'usualDays'];
}

/** What the kind is called among the settings. */
export function settingNameOf(kind: SeriesKind): string {
  return SERIES_KINDS[kind].settingName;
}

/** The kind that a name among the settings means; undefined for any other name. */
export function kindNamed(settingName: string): SeriesKind | undefined {
  return KINDS_OF_SERIES.find((kind) => settingNameOf(kind) === settingName);
}

/** Whether the rows of the series are candles. */
export function hasCandles<Series extends SeriesInMarket>(
  series: Series,
): series is Extract<Series, { timeframe: Timeframe }> {
  return isCandleKind(series.kind);
}

/** The series without its market. */
export function seriesInMarket(key: SeriesInMarket): SeriesInMarket {
  return hasCandles(key) ? { kind: key.kind, timeframe: key.timeframe } : { kind: key.kind };
}

export function isSameSeries(a: SeriesInMarket, b: SeriesInMarket): boolean {
  return partOf(a) === partOf(b);
}

/** The one text name of a series, in logs and in the dataset certificate: `bybit:BTC/USDT:USDT:candles:1h`. */
export function seriesName(key: SeriesKey): string {
  return `${key.exchange}:${key.symbol}:${partOf(key)}`;
}

/** `candles:1h`, `funding`. */
function partOf(series: SeriesInMarket): string {
  return hasCandles(series) ? `${series.kind}:${series.timeframe}` : series.kind;
}
