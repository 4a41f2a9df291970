import { HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { ExchangeTraits } from '../time-line/time-line.js';
import { Draw } from './draw.js';
import type { EventKind } from '../time-line/event-kind.js';
import { FundingTimetable } from '../truth/funding-timetable.js';
import type { Listing } from '../time-line/listing.js';
import type { Delisting, IntervalChange } from '../time-line/world-event.js';

/** What events are drawn for: the listings, how long each lives, and when it is settled. */
export class Stage {
  /** How long a candle is. */
  readonly stepMs: number;
  private readonly timetables = new Map<string, FundingTimetable>();

  /** `run`: where events may happen. */
  constructor(
    readonly seed: number,
    readonly run: TimeWindow,
    readonly listings: readonly Listing[],
    private readonly changes: readonly IntervalChange[],
    private readonly delistings: readonly Delisting[],
    traits: ExchangeTraits,
  ) {
    this.stepMs = timeframeMs(traits.timeframe);
  }

  draw(topic: EventKind | `${EventKind} of ${string}`): Draw {
    return new Draw(this.seed, topic);
  }

  /** From the listing to its end, or to the end of the run. */
  lifeOf(listing: Listing): TimeWindow {
    const end = this.delistings.find(({ on }) => on === listing.id)?.endMs ?? Infinity;
    return { fromMs: listing.listedAtMs, toMs: Math.min(end, this.run.toMs) };
  }

  /** The part of the run in which the listing lives. */
  activeOf(listing: Listing): TimeWindow {
    const life = this.lifeOf(listing);
    return { ...life, fromMs: Math.max(life.fromMs, this.run.fromMs) };
  }

  timetableOf(listing: Listing): FundingTimetable {
    const known = this.timetables.get(listing.id);
    if (known) return known;
    const own = this.changes.filter(({ on }) => on === listing.id);
    const timetable = new FundingTimetable(listing, own, this.lifeOf(listing).toMs);
    this.timetables.set(listing.id, timetable);
    return timetable;
  }

  /** A settlement of the window; undefined when there is none. */
  settlementIn(draw: Draw, listing: Listing, window: TimeWindow): number | undefined {
    const all = this.timetableOf(listing).settlements;
    return draw.maybePick(all.filter((atMs) => window.fromMs <= atMs && atMs < window.toMs));
  }

  /** A whole hour of the window in which nothing is due; undefined when none is found. */
  idleHourIn(draw: Draw, listing: Listing, window: TimeWindow): number | undefined {
    const timetable = this.timetableOf(listing);
    for (let tries = 0; tries < 10; tries += 1) {
      const atMs = draw.instant(window, HOUR_MS);
      const isInside = window.fromMs < atMs && atMs < window.toMs;
      if (isInside && atMs % HOUR_MS === 0 && !timetable.isDue(atMs)) return atMs;
    }
    return undefined;
  }
}
