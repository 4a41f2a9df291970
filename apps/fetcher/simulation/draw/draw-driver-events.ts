import type { RowShape } from '@fullcarry/domain/series';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import { several } from './draw-row-events.js';
import type { Stage } from './stage.js';
import type { ClockStep, Kill, RowsTouched, SyncCommand } from '../time-line/world-event.js';

const FETCHERS = 4;

/** `fetcher`: from 0 to 3; where fewer run, the driver takes the remainder. */
export function drawKills(stage: Stage): Kill[] {
  const draw = stage.draw('kill');
  return several(draw, 4, () => {
    const atMs = draw.instant(stage.run);
    const downMs = draw.int(0, 600) * 1_000;
    return [{ kind: 'kill', atMs, fetcher: draw.int(0, FETCHERS - 1), downMs }];
  });
}

/** Minutes fast or slow, for minutes or hours. */
export function drawClockSteps(stage: Stage): ClockStep[] {
  const draw = stage.draw('clock-step');
  return several(draw, 2, () => {
    const atMs = draw.instant(stage.run);
    const untilMs = Math.min(atMs + draw.int(10, 720) * MINUTE_MS, stage.run.toMs);
    const byMs = draw.pick([-1, 1]) * draw.int(1, 15) * MINUTE_MS;
    return [{ kind: 'clock-step', atMs, untilMs, byMs }];
  });
}

export function drawTouchedRows(stage: Stage, kind: RowsTouched['kind']): RowsTouched[] {
  const draw = stage.draw(kind);
  return several(draw, 3, () => {
    const listing = draw.pick(stage.listings);
    return [
      {
        kind,
        atMs: draw.instant(stage.activeOf(listing)),
        on: listing.id,
        series: draw.pick<RowShape>(['candles', 'funding']),
        rows: draw.pick([1, 2, draw.int(3, 14), draw.int(15, 60)]),
        where: draw.pick<RowsTouched['where']>(['newest', 'oldest', 'anywhere', 'anywhere']),
        choice: draw.int(0, 2 ** 31 - 1),
      },
    ];
  });
}

export function drawSyncCommands(stage: Stage): SyncCommand[] {
  const draw = stage.draw('sync-order');
  return several(draw, 4, () => [{ kind: 'sync-order', atMs: draw.instant(stage.run) }]);
}
