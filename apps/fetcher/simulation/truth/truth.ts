import type { Candle } from '@fullcarry/domain/candle';
import type { RowShape } from '@fullcarry/domain/series';
import type { Settlement } from '@fullcarry/domain/settlement';
import { ceilTo, holds, type TimeWindow } from '@fullcarry/domain/time-window';
import { ListingTruth, type Announcement } from './listing-truth.js';
import { nativeIdOf, symbolOf } from '../time-line/listing.js';
import { allListings, type TimeLine } from '../time-line/time-line.js';
import type { RowState, TrueRow } from './true-row.js';
import type { WorldEvent } from '../time-line/world-event.js';

/** One series of one listing, by the listing's id. */
export interface TrueSeries {
  readonly on: string;
  readonly kind: RowShape;
}

/** What keeps answers from being whole and right while it lasts. */
const TROUBLES: ReadonlySet<WorldEvent['kind']> = new Set<WorldEvent['kind']>([
  'row-given-once',
  'bad-answer',
  'page-empty',
  'page-cut',
  'ticker-stale',
  'history-cut',
  'market-failing',
  'exchange-outage',
]);

/** What really is. For a referee only: the code under test is given answers, and nothing of this. */
export class Truth {
  private readonly byId: ReadonlyMap<string, ListingTruth>;

  constructor(private readonly timeLine: TimeLine) {
    this.byId = new Map(
      allListings(timeLine).map((listing) => [listing.id, new ListingTruth(timeLine, listing)]),
    );
  }

  /** Every listing that the world ever has. */
  listings(): readonly ListingTruth[] {
    return [...this.byId.values()];
  }

  /** Errors: RangeError for an unknown id. */
  listing(id: string): ListingTruth {
    const found = this.byId.get(id);
    if (!found) throw new RangeError(`There is no listing ${id}`);
    return found;
  }

  /** The listings of a name, one coin after the other; `name`: unified symbol or native id. */
  named(name: string): ListingTruth[] {
    return this.listings().filter(
      ({ listing }) => symbolOf(listing) === name || nativeIdOf(listing) === name,
    );
  }

  /** The coin that a name stood for at an instant: the last one that was listed by then, dead or alive. */
  namedAt(name: string, atMs: number): ListingTruth | undefined {
    return this.named(name).findLast(({ listing }) => listing.listedAtMs <= atMs);
  }

  /**
   * The rows of the window that the exchange states, will state late, or owes, as of `nowMs`: those whose
   * time has come, ascending by key. Settlements: every settlement up to now. Candles: those that closed.
   */
  rows(series: TrueSeries, window: TimeWindow, nowMs: number): TrueRow<Candle | Settlement>[] {
    const { candles, settlements } = this.listing(series.on);
    return series.kind === 'candles'
      ? candles.rows(window, nowMs)
      : settlements.rows(window, nowMs);
  }

  /** Of `rows` those that have to be there. */
  dueRows(series: TrueSeries, window: TimeWindow, nowMs: number): TrueRow<Candle | Settlement>[] {
    return this.rows(series, window, nowMs).filter(({ state }) => state === 'due');
  }

  /** The keys of the window at which a row is due sooner or later, ascending. */
  everDue(series: TrueSeries, window: TimeWindow): number[] {
    return this.keysOf(series, window, (state) => state === 'due');
  }

  /** Whether no row of the window is or may be due: whoever claims that one is missing is wrong. */
  neverDue(series: TrueSeries, window: TimeWindow): boolean {
    return this.keysOf(series, window, (state) => state !== 'never-due').length === 0;
  }

  private keysOf(
    series: TrueSeries,
    window: TimeWindow,
    counts: (state: RowState) => boolean,
  ): number[] {
    const { candles, timetable } = this.listing(series.on);
    if (series.kind === 'funding') {
      return timetable.settlements.filter((atMs) => holds(window, atMs));
    }
    const keys: number[] = [];
    const fromMs = ceilTo(window.fromMs, candles.stepMs);
    for (let atMs = fromMs; atMs < window.toMs; atMs += candles.stepMs) {
      if (counts(candles.stateOf(atMs))) keys.push(atMs);
    }
    return keys;
  }

  /** Everything that the tickers announced of a listing by an instant, since the world began. */
  announcedBy(id: string, nowMs: number): Announcement[] {
    return this.listing(id).announcedBy(nowMs);
  }

  /** Until when the questions for a series fail; undefined when they don't at that instant. */
  failsUntilMs(series: TrueSeries, nowMs: number): number | undefined {
    const ends = this.activeAt(nowMs).flatMap((event) => {
      if (event.kind === 'exchange-outage') return [event.untilMs];
      if (event.kind !== 'market-failing' || event.on !== series.on) return [];
      return event.series === 'both' || event.series === series.kind ? [event.untilMs] : [];
    });
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  /**
   * Since when answers have been whole and right, for one listing or for all; undefined while they are not.
   * A fault of one answer counts as long as it may hit one. Late and revised rows are no trouble of an
   * answer: they show in `rows`.
   */
  healthySinceMs(nowMs: number, id?: string): number | undefined {
    const concerns = (event: WorldEvent) =>
      id === undefined || !('on' in event) || event.on === undefined || event.on === id;
    if (this.activeAt(nowMs).some(concerns)) return undefined;
    const ends = this.timeLine.events.flatMap((event) =>
      TROUBLES.has(event.kind) && 'untilMs' in event && concerns(event) && event.untilMs <= nowMs
        ? [event.untilMs]
        : [],
    );
    return Math.max(this.timeLine.startMs, ...ends);
  }

  private activeAt(nowMs: number): WorldEvent[] {
    return this.timeLine.events.filter(
      (event) =>
        TROUBLES.has(event.kind) &&
        'untilMs' in event &&
        event.atMs <= nowMs &&
        nowMs < event.untilMs,
    );
  }
}
