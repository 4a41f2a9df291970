import { hashText } from '../draw/draw.js';
import { CandleTruth } from './candle-truth.js';
import { FundingTimetable, type Announced } from './funding-timetable.js';
import type { Listing } from '../time-line/listing.js';
import { MarketValues } from './market-values.js';
import { RowFates } from './row-fate.js';
import { SettlementTruth } from './settlement-truth.js';
import { AFTER_THE_END_MS, candleStepMs, type TimeLine } from '../time-line/time-line.js';
import type { Delisting, IntervalChange, TakenBack, WorldEvent } from '../time-line/world-event.js';

/** What the ticker announced from `announcedAtMs` on. */
export interface Announcement extends Announced {
  readonly announcedAtMs: number;
}

/** All that is true of one listing. */
export class ListingTruth {
  readonly timetable: FundingTimetable;
  readonly settlements: SettlementTruth;
  readonly candles: CandleTruth;
  readonly values: MarketValues;
  readonly delisting: Delisting | undefined;
  /** Trading ends before this; Infinity where it does not end. */
  readonly endMs: number;
  private readonly takenBack: readonly TakenBack[];
  private announcements: readonly Announcement[] | undefined;

  constructor(
    private readonly timeLine: TimeLine,
    readonly listing: Listing,
  ) {
    const { seed, events, traits } = timeLine;
    this.delisting = events
      .filter((event) => event.kind === 'delisting')
      .find(({ on }) => on === listing.id);
    this.endMs = this.delisting?.endMs ?? Infinity;
    this.takenBack = events
      .filter((event) => event.kind === 'announcement-taken-back')
      .filter(({ on }) => on === listing.id);
    this.timetable = new FundingTimetable(
      listing,
      changesOf(events, listing),
      Math.min(this.endMs, timeLine.endMs + AFTER_THE_END_MS),
    );
    this.values = new MarketValues(seed, listing);
    const zombies = events
      .filter((event) => event.kind === 'zombie-rows')
      .filter(({ on, atMs }) => on === listing.id && atMs === this.delisting?.endMs);
    const key = hashText(`${seed}/delays of ${listing.id}`);
    const fates = (series: 'candles' | 'funding') => new RowFates(events, listing.id, series);
    this.settlements = new SettlementTruth(
      key,
      this.timetable,
      this.values,
      fates('funding'),
      zombies,
      traits.stampJitterMs,
    );
    this.candles = new CandleTruth(
      key,
      listing,
      this.endMs,
      this.values,
      fates('candles'),
      zombies,
      candleStepMs(timeLine),
    );
  }

  /** Whether it is in the exchange's lists at an instant. */
  isListedAt(nowMs: number): boolean {
    return this.listing.listedAtMs <= nowMs && nowMs < (this.delisting?.goneAtMs ?? Infinity);
  }

  /** What the exchange announces at an instant of the coming settlement. */
  announcedAt(nowMs: number): Announced {
    const wrong = this.takenBack.find(({ atMs, untilMs }) => atMs <= nowMs && nowMs < untilMs);
    return wrong ?? this.timetable.announcedAt(nowMs);
  }

  /** Everything that the exchange announced by an instant, in the order in which it did. */
  announcedBy(nowMs: number): Announcement[] {
    this.announcements ??= this.allAnnouncements();
    return this.announcements.filter(({ announcedAtMs }) => announcedAtMs <= nowMs);
  }

  private allAnnouncements(): Announcement[] {
    const { startMs } = this.timeLine;
    const moments = [
      Math.max(startMs, this.listing.listedAtMs),
      ...this.timetable.settlements,
      ...changesOf(this.timeLine.events, this.listing).map(({ atMs }) => atMs),
      ...this.takenBack.flatMap(({ atMs, untilMs }) => [atMs, untilMs]),
    ];
    const sorted = [...new Set(moments)].filter((atMs) => atMs >= startMs).sort((a, b) => a - b);
    const all = sorted.map((announcedAtMs) => {
      const { nextAtMs, hours } = this.announcedAt(announcedAtMs);
      return { announcedAtMs, nextAtMs, hours };
    });
    return all.filter(
      ({ nextAtMs, hours }, i) => nextAtMs !== all[i - 1]?.nextAtMs || hours !== all[i - 1]?.hours,
    );
  }
}

function changesOf(events: readonly WorldEvent[], { id }: Listing): IntervalChange[] {
  return events
    .flatMap((event) => ('afterMs' in event ? [event] : []))
    .filter(({ on }) => on === id)
    .sort((a, b) => a.afterMs - b.afterMs);
}
