import { HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { Draw } from './draw.js';
import { drawHours } from './draw-listings.js';
import { FundingTimetable } from '../truth/funding-timetable.js';
import type { Listing } from '../time-line/listing.js';
import type { Stage } from './stage.js';
import type { IntervalChange, TakenBack } from '../time-line/world-event.js';

/** A change is announced at least so long before the first settlement that it moves. */
const USUAL_NOTICE_MS = 10 * MINUTE_MS;

/**
 * The changes of one listing, those of its history too. `kinds`: which of both happen at all; each draws
 * from its own stream, but where both hit the same stretch one of them may give way.
 */
export function drawChanges(
  seed: number,
  listing: Listing,
  run: TimeWindow,
  kinds: readonly IntervalChange['kind'][],
): IntervalChange[] {
  const wishes = kinds.flatMap((kind) => {
    const draw = new Draw(seed, `${kind} of ${listing.id}`);
    const isSome = draw.chance(kind === 'interval-change' ? 0.7 : 0.4);
    const count = isSome ? draw.int(1, kind === 'interval-change' ? 4 : 1) : 0;
    return Array.from({ length: count }, () => {
      const isRecent = draw.chance(0.8);
      const fromMs = isRecent ? Math.max(run.fromMs, listing.listedAtMs) : listing.listedAtMs;
      return { kind, draw, nearMs: draw.instant({ fromMs, toMs: run.toMs }, MINUTE_MS) };
    });
  });
  return wishes
    .sort((a, b) => a.nearMs - b.nearMs)
    .reduce<IntervalChange[]>((before, { kind, draw, nearMs }) => {
      const change = drawChange(draw, kind, listing, before, nearMs);
      return change ? [...before, change] : before;
    }, []);
}

function drawChange(
  draw: Draw,
  kind: IntervalChange['kind'],
  listing: Listing,
  before: readonly IntervalChange[],
  nearMs: number,
): IntervalChange | undefined {
  const timetable = new FundingTimetable(listing, before, nearMs + 1);
  const afterMs = timetable.lastUpTo(nearMs);
  const previous = before.at(-1);
  if (afterMs === undefined || (previous && afterMs <= previous.afterMs)) return undefined;
  const old = timetable.hoursAt(afterMs);
  const hours = drawHours(draw);
  const firstStepHours = drawFirstStep(draw, afterMs, old, hours);
  const latestMs = afterMs + Math.min(old, firstStepHours) * HOUR_MS;
  const earliestMs = Math.max(previous?.afterMs ?? 0, previous?.atMs ?? 0, listing.listedAtMs);
  const wantedMs =
    kind === 'change-announced-late'
      ? latestMs - draw.int(10, 240) * 1_000
      : Math.min(drawAnnouncedAt(draw, afterMs, latestMs), latestMs - USUAL_NOTICE_MS);
  const isIntervalEarly = draw.chance(0.3);
  if (hours === old) return undefined;
  const atMs = Math.max(earliestMs, wantedMs);
  return { kind, atMs, on: listing.id, afterMs, firstStepHours, hours, isIntervalEarly };
}

/** As long as the new interval, up to its next whole multiple of the day, or odd. */
function drawFirstStep(draw: Draw, afterMs: number, old: number, hours: number): number {
  const toGrid = hours - ((afterMs / HOUR_MS) % hours);
  return draw.pick([hours, toGrid, draw.int(1, Math.max(old, hours))]);
}

/** With the settlement before it, some time ahead of that, or in the middle of the interval. */
function drawAnnouncedAt(draw: Draw, afterMs: number, latestMs: number): number {
  return draw.pick([
    afterMs,
    afterMs - draw.int(10, 1_440) * MINUTE_MS,
    draw.instant({ fromMs: afterMs, toMs: latestMs }, MINUTE_MS),
  ]);
}

/** An announcement that lies between two settlements and goes again before its time. */
export function drawTakenBack(stage: Stage): TakenBack[] {
  const draw = stage.draw('announcement-taken-back');
  return Array.from({ length: draw.int(1, 4) }).flatMap((): TakenBack[] => {
    const listing = draw.pick(stage.listings);
    const hours = drawHours(draw);
    const lead = draw.int(20, 600) * MINUTE_MS;
    const noticeMs = draw.int(2, 15) * MINUTE_MS;
    const nextAtMs = stage.idleHourIn(draw, listing, stage.activeOf(listing));
    const timetable = stage.timetableOf(listing);
    const beforeMs = nextAtMs === undefined ? undefined : timetable.lastUpTo(nextAtMs);
    if (nextAtMs === undefined || beforeMs === undefined) return [];
    const atMs = Math.max(beforeMs, nextAtMs - lead);
    const untilMs = nextAtMs - noticeMs;
    return [{ kind: 'announcement-taken-back', atMs, untilMs, on: listing.id, nextAtMs, hours }];
  });
}
