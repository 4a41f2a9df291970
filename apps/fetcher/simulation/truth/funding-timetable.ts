import { ceilTo, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Listing } from '../time-line/listing.js';
import type { IntervalChange } from '../time-line/world-event.js';

/** What a ticker says of the coming settlement. */
export interface Announced {
  readonly nextAtMs: number;
  readonly hours: number;
}

/** Settlements from `anchorMs` on, one every `hours`, known to the ticker from `announcedAtMs` on. */
interface Stretch {
  readonly announcedAtMs: number;
  /** The last settlement of the stretch before. */
  readonly afterMs: number;
  readonly anchorMs: number;
  readonly hours: number;
  readonly isIntervalEarly: boolean;
}

/** When one listing is settled, and what its ticker knows of it. */
export class FundingTimetable {
  private readonly stretches: readonly Stretch[];
  /** Every settlement that is due, ascending: after the listing, before `endMs`. */
  readonly settlements: readonly number[];

  /** A change that does not begin at one of the settlements before it is left out. */
  constructor(
    listing: Listing,
    changes: readonly IntervalChange[],
    private readonly endMs: number,
  ) {
    this.stretches = stretchesOf(listing, changes);
    this.settlements = this.stretches.flatMap((stretch, i) => this.settlementsOf(stretch, i));
  }

  /** The last settlement that is due up to and including an instant. */
  lastUpTo(atMs: number): number | undefined {
    return this.settlements[countUpTo(this.settlements, atMs) - 1];
  }

  isDue(atMs: number): boolean {
    return this.lastUpTo(atMs) === atMs;
  }

  /** The interval that follows the settlement at or before an instant. */
  hoursAt(atMs: number): number {
    return this.stretchAt(atMs, Infinity).hours;
  }

  /** What the ticker says at an instant, which knows only the changes that were announced by then. */
  announcedAt(nowMs: number): Announced {
    const { anchorMs, hours } = this.stretchAt(nowMs, nowMs);
    const passed = Math.floor((nowMs - anchorMs) / (hours * HOUR_MS)) + 1;
    const nextAtMs = anchorMs + Math.max(0, passed) * hours * HOUR_MS;
    const coming = this.stretches.find(
      (one) => one.isIntervalEarly && one.announcedAtMs <= nowMs && one.afterMs === nextAtMs,
    );
    return { nextAtMs, hours: coming?.hours ?? hours };
  }

  private stretchAt(atMs: number, knownMs: number): Stretch {
    const found = this.stretches.findLast(
      (one) => one.announcedAtMs <= knownMs && one.afterMs <= atMs,
    );
    const first = this.stretches[0];
    if (!first) throw new RangeError('A timetable has a first stretch');
    return found ?? first;
  }

  private settlementsOf({ anchorMs, hours }: Stretch, index: number): number[] {
    const lastMs = this.stretches[index + 1]?.afterMs ?? Infinity;
    const times: number[] = [];
    for (let atMs = anchorMs; atMs <= lastMs && atMs < this.endMs; atMs += hours * HOUR_MS) {
      times.push(atMs);
    }
    return times;
  }
}

function stretchesOf(listing: Listing, changes: readonly IntervalChange[]): Stretch[] {
  // Nothing is due at the instant of the listing itself.
  const anchorMs = ceilTo(listing.listedAtMs + 1, listing.firstHours * HOUR_MS);
  const stretches: Stretch[] = [
    {
      announcedAtMs: -Infinity,
      afterMs: -Infinity,
      anchorMs,
      hours: listing.firstHours,
      isIntervalEarly: false,
    },
  ];
  for (const { atMs, afterMs, firstStepHours, hours, isIntervalEarly } of changes) {
    const last = stretches.at(-1);
    if (!last || afterMs < last.anchorMs || atMs < last.afterMs) continue;
    if ((afterMs - last.anchorMs) % (last.hours * HOUR_MS) !== 0) continue;
    if (atMs >= afterMs + Math.min(firstStepHours, last.hours) * HOUR_MS) continue;
    const next = afterMs + firstStepHours * HOUR_MS;
    stretches.push({ announcedAtMs: atMs, afterMs, anchorMs: next, hours, isIntervalEarly });
  }
  return stretches;
}

/** How many of the ascending instants are not after `atMs`. */
export function countUpTo(ascending: readonly number[], atMs: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
