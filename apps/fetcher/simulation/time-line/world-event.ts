import type { RowShape } from '@fullcarry/domain/series';
import type { Listing } from './listing.js';

interface Happens<Kind extends string> {
  readonly kind: Kind;
  /** When it begins to show; epoch ms. */
  readonly atMs: number;
}

interface ToListing<Kind extends string> extends Happens<Kind> {
  /** The id of the listing. */
  readonly on: string;
}

interface ToRow<Kind extends string> extends ToListing<Kind> {
  readonly series: RowShape;
  /** The row's key: the settlement's time or the candle's opening. */
  readonly rowAtMs: number;
}

/** Until then, itself not included. */
interface Lasts {
  readonly untilMs: number;
}

/**
 * After the settlement at `afterMs` the next one follows in `firstStepHours`, then one every `hours`. The
 * ticker knows of it from `atMs` on, before both the next settlement as it was and as it is now.
 * `isIntervalEarly`: before `afterMs` the ticker already states the new interval.
 */
export interface IntervalChange extends ToListing<'interval-change' | 'change-announced-late'> {
  readonly afterMs: number;
  readonly firstStepHours: number;
  readonly hours: number;
  readonly isIntervalEarly: boolean;
}

/** The ticker announces a settlement that never will be, and takes it back before its time. */
export interface TakenBack extends ToListing<'announcement-taken-back'>, Lasts {
  readonly nextAtMs: number;
  readonly hours: number;
}

/** The row shows at `untilMs` for the first time. */
export type RowLate = ToRow<'settlement-late' | 'candle-late' | 'row-hours-later'> & Lasts;
/** The closed candle still has an earlier value. */
export type CandleUnsettled = ToRow<'candle-unsettled'> & Lasts;
/** From `atMs` on, for good. */
export type RowTurned = ToRow<'row-revised' | 'row-vanished' | 'row-invented'>;
/** Its raw stamp is that far from its time. */
export type OddStamp = ToRow<'odd-stamp'> & { readonly byMs: number };
/** Rows of [atMs, untilMs) that never come; without `on` those of all listings. */
export interface HoursLacking extends Happens<'hours-lacking'>, Lasts {
  readonly on: string | undefined;
  readonly series: RowShape;
}

/** One answer has a settlement at `rowAtMs`, where none was due. */
export type RowGivenOnce = ToRow<'row-given-once'> & Lasts;
/** One answer has another listing's values. */
export type BadAnswer = ToListing<'bad-answer'> &
  Lasts & { readonly series: RowShape; readonly valuesOf: string };
/** So many answers that should hold rows hold none, or the half at one end only. */
export type PageFault = ToListing<'page-empty' | 'page-cut'> &
  Lasts & {
    readonly series: RowShape;
    readonly answers: number;
    readonly keeps: 'newest' | 'oldest';
  };
export type TickerStale = ToListing<'ticker-stale'> & Lasts;
/** Only the newest `days` can be had; without `on` of any listing. */
export interface HistoryCut extends Happens<'history-cut'>, Lasts {
  readonly on: string | undefined;
  readonly days: number;
}
export type MarketFailing = ToListing<'market-failing'> &
  Lasts & { readonly series: RowShape | 'both'; readonly how: 'transient' | 'permanent' };
export type ExchangeOutage = Happens<'exchange-outage'> & Lasts;

export type Listed = Happens<'new-listing' | 'relisting'> & { readonly listing: Listing };
/** No settlement of the young listing can be had yet. */
export type EmptyHistory = ToListing<'empty-history'> & Lasts;
/** Trading ends at `endMs`; announced from `announcedFromMs` on, or never. In no list any more from `goneAtMs` on. */
export interface Delisting extends ToListing<'delisting'> {
  readonly endMs: number;
  readonly announcedFromMs: number | undefined;
  readonly goneAtMs: number;
}
/** Settlements every `hours` after the end, all of `rate`; and candles of the last price, where it says so. */
export interface ZombieRows extends ToListing<'zombie-rows'>, Lasts {
  readonly hours: number;
  readonly rate: string;
  readonly hasCandles: boolean;
}

/** One of the fetchers ends without a word, and one starts in its place. */
export type Kill = Happens<'kill'> & { readonly fetcher: number; readonly downMs: number };
/** The machine's clock is that far from the truth until it is put right. */
export type ClockStep = Happens<'clock-step'> & Lasts & { readonly byMs: number };
/** By hand, in the database: so many rows of what is stored, chosen by `choice`. */
export type RowsTouched = ToListing<'rows-deleted' | 'rows-altered'> & {
  readonly series: RowShape;
  readonly rows: number;
  readonly where: 'newest' | 'oldest' | 'anywhere';
  readonly choice: number;
};
export type SyncCommand = Happens<'sync-order'>;

export type RowEvent = RowLate | CandleUnsettled | RowTurned | OddStamp;
export type OneAnswerFault = RowGivenOnce | BadAnswer | PageFault;
export type Trouble = HistoryCut | MarketFailing | ExchangeOutage;
export type DriverEvent = Kill | ClockStep | RowsTouched | SyncCommand;

export type WorldEvent =
  | IntervalChange
  | TakenBack
  | RowEvent
  | HoursLacking
  | OneAnswerFault
  | TickerStale
  | Trouble
  | Listed
  | EmptyHistory
  | Delisting
  | ZombieRows
  | DriverEvent;
