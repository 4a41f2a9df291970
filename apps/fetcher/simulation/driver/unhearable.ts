import { covers, DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { BoardSeries } from '#fetcher/plan/series-board';
import type { TrueSeries } from '../truth/truth.js';
import type { World } from '../world.js';

/** What nobody who listens could have known: the referee holds it against no one. */

/** Rows whose value the exchange changed for good are found by the scrub, and believed after some days at the most. */
export const FOUND_WITHIN_MS = 12 * DAY_MS;

/** What is announced so long before is heard in time. */
const HEARD_WITHIN_MS = 90_000;

/**
 * Who asks tickers once a minute can't hear what is announced seconds before, and nobody what is announced while the exchange is
 * down; the next answer holds the row.
 */
export function isAnnouncedTooLate(world: World, { on }: TrueSeries, atMs: number): boolean {
  if (world.clock.nowMs - atMs > DAY_MS) return false;
  const { events } = world.timeLine;
  const outages = events.filter((event) => event.kind === 'exchange-outage');
  return events.some((event) => {
    if (event.kind !== 'interval-change' && event.kind !== 'change-announced-late') return false;
    if (event.on !== on || event.atMs > atMs) return false;
    const heardMs = event.atMs + HEARD_WITHIN_MS;
    const isDown = outages.some((one) => one.atMs <= heardMs && one.untilMs > atMs);
    return heardMs > atMs || isDown;
  });
}

/**
 * A market that is new in the world settled before anybody listened: an answer that hides its first rows hides that
 * they were due, until they are read again.
 */
export function isUnheardBeginning(
  world: World,
  { runs, series }: BoardSeries,
  atMs: number,
  sinceMs: number,
): boolean {
  const isNew = (series.market.listedAtMs ?? -Infinity) >= world.timeLine.startMs;
  const heardMs = runs[0]?.observedAtMs ?? Infinity;
  return isNew && atMs < heardMs && world.clock.nowMs - sinceMs < FOUND_WITHIN_MS;
}

/** What the tickers announced there was announced too late, was wrong, or could not be heard. */
export function isDoubtful(world: World, { on }: TrueSeries, gap: TimeWindow): boolean {
  const near = { fromMs: gap.fromMs - 2 * DAY_MS, toMs: gap.toMs + 2 * DAY_MS };
  return world.timeLine.events.some((event) => {
    if ('on' in event && event.on !== undefined && event.on !== on) return false;
    switch (event.kind) {
      case 'change-announced-late':
      case 'announcement-taken-back':
      case 'ticker-stale':
      case 'exchange-outage':
      case 'kill':
      case 'delisting':
      case 'zombie-rows':
      case 'row-invented':
      case 'row-given-once':
      case 'row-vanished':
        return (
          covers([near], event.atMs) ||
          ('untilMs' in event && covers([near], event.untilMs)) ||
          ('rowAtMs' in event && covers([near], event.rowAtMs)) ||
          ('endMs' in event && gap.toMs > event.endMs)
        );
      default:
        return false;
    }
  });
}
