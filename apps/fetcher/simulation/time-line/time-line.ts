import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Listing } from './listing.js';
import { printEvent, printInstant } from './print-event.js';
import type { WorldEvent } from './world-event.js';

/** The truth goes on for so long after the end of a time-line, for whoever looks a little later. */
export const AFTER_THE_END_MS = 10 * DAY_MS;

/** How the exchange of a world is, whatever happens. */
export interface ExchangeTraits {
  /** Of the candles that are kept. */
  readonly timeframe: Timeframe;
  readonly candlesPerPage: number;
  readonly settlementsPerPage: number;
  readonly fullPageHolds: 'newest' | 'oldest';
  /** Whether the list of markets says when trading began; else it has to be asked for, to the hour. */
  readonly givesListing: boolean;
  /** How late the stamps of settlements are at most. */
  readonly stampJitterMs: number;
}

/**
 * Everything that will happen in a world, as plain data: a world is made of nothing else. Events may be
 * taken out to find out which of them a failure needs; one that builds on another goes with it.
 *
 * `listings`: those that are there when it begins. Nothing more happens in the last day before `endMs`.
 */
export interface TimeLine {
  readonly seed: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly traits: ExchangeTraits;
  readonly listings: readonly Listing[];
  /** By `atMs`, ascending. */
  readonly events: readonly WorldEvent[];
}

export function candleStepMs({ traits }: TimeLine): number {
  return timeframeMs(traits.timeframe);
}

/** All of them, those that are listed later too; a name that was not free by then is not listed again. */
export function allListings({ listings, events }: TimeLine): Listing[] {
  const gone = new Map(
    events.filter((event) => event.kind === 'delisting').map(({ on, goneAtMs }) => [on, goneAtMs]),
  );
  return events.reduce<Listing[]>(
    (all, event) => {
      if (event.kind !== 'new-listing' && event.kind !== 'relisting') return all;
      const { listing } = event;
      const isFree = all.every(
        ({ id, coin }) => coin !== listing.coin || (gone.get(id) ?? Infinity) < listing.listedAtMs,
      );
      return isFree ? [...all, listing] : all;
    },
    [...listings],
  );
}

/** The instants at which something begins or ends, ascending: the places to look at. */
export function momentsOf({ events, startMs, endMs }: TimeLine): number[] {
  const moments = events.flatMap((event) => [
    event.atMs,
    ...('untilMs' in event ? [event.untilMs] : []),
    ...('endMs' in event ? [event.endMs, event.goneAtMs] : []),
    ...('afterMs' in event ? [event.afterMs] : []),
  ]);
  const run: TimeWindow = { fromMs: startMs, toMs: endMs };
  const inside = moments.filter((atMs) => run.fromMs <= atMs && atMs < run.toMs);
  return [...new Set(inside)].sort((a, b) => a - b);
}

/** One line for the world, one for each listing, one for each event. */
export function printTimeLine(timeLine: TimeLine): string {
  const { seed, startMs, endMs, traits, listings, events } = timeLine;
  return [
    `seed ${seed}: ${printInstant(startMs)} to ${printInstant(endMs)}, pages of ${traits.candlesPerPage} candles of ${traits.timeframe} ` +
      `and ${traits.settlementsPerPage} settlements (${traits.fullPageHolds}), stamps up to ${traits.stampJitterMs} ms late`,
    ...listings.map(
      ({ id, listedAtMs, firstHours }) =>
        `${printInstant(listedAtMs)}  ${id} listed, settled every ${firstHours} h`,
    ),
    ...events.map((event) => `${printInstant(event.atMs)}  ${printEvent(event)}`),
  ].join('\n');
}
