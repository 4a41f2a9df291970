import { holds, type TimeWindow } from '@fullcarry/domain/time-window';
import {
  drawDelisting,
  drawEmptyHistory,
  drawNewListings,
  drawRelisting,
  drawZombieRows,
} from './draw-listings.js';
import { Draw } from './draw.js';
import type { EventKind } from '../time-line/event-kind.js';
import { FundingTimetable } from '../truth/funding-timetable.js';
import type { Listing } from '../time-line/listing.js';
import type { Delisting, IntervalChange, Listed, WorldEvent } from '../time-line/world-event.js';

/** How listings come and go. */
export interface Lives {
  readonly later: readonly Listed[];
  readonly delistings: readonly Delisting[];
  readonly events: readonly WorldEvent[];
}

/** Draws which listings are new, end, go on as zombies, and come again as another coin. */
export function drawLives(
  seed: number,
  kinds: ReadonlySet<EventKind>,
  run: TimeWindow,
  first: readonly Listing[],
  changes: readonly IntervalChange[],
): Lives {
  const draw = (kind: EventKind) => (kinds.has(kind) ? new Draw(seed, kind) : undefined);
  const forNew = draw('new-listing');
  const listed = forNew ? drawNewListings(forNew, run, first.length + 1) : [];
  const young = listed.filter(({ atMs }) => holds(run, atMs));
  const forEmpty = draw('empty-history');
  const empty = forEmpty ? young.map((one) => drawEmptyHistory(forEmpty, one)) : [];

  const forEnd = draw('delisting');
  const ending = forEnd?.pick(first);
  if (!forEnd || !ending) return { later: young, delistings: [], events: [...young, ...empty] };
  const own = changes.filter(({ on }) => on === ending.id);
  const timetable = new FundingTimetable(ending, own, run.toMs);
  const end = drawDelisting(forEnd, ending, run, (atMs) => timetable.isDue(atMs));

  const forAgain = draw('relisting');
  const again = forAgain ? drawRelisting(forAgain, ending, end, run) : undefined;
  const forZombies = draw('zombie-rows');
  const zombies = forZombies ? [drawZombieRows(forZombies, end, again?.atMs)] : [];
  const later = again ? [...young, again] : young;
  return { later, delistings: [end], events: [...later, ...empty, end, ...zombies] };
}
