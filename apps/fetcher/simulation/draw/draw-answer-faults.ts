import type { RowShape } from '@fullcarry/domain/series';
import { HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { drawIdleHour, several } from './draw-row-events.js';
import type { Stage } from './stage.js';
import type {
  BadAnswer,
  ExchangeOutage,
  HistoryCut,
  MarketFailing,
  PageFault,
  RowGivenOnce,
  TickerStale,
} from '../time-line/world-event.js';

/** Within this the fault hits the next answer that it can hit; else it never shows. */
const WAITS_MS = 3 * HOUR_MS;

const SERIES: readonly RowShape[] = ['candles', 'funding'];

export function drawRowsGivenOnce(stage: Stage): RowGivenOnce[] {
  const draw = stage.draw('row-given-once');
  return several(draw, 3, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.run);
    const rowAtMs = drawIdleHour(draw, stage, listing, atMs);
    if (rowAtMs === undefined) return [];
    const row = { on: listing.id, series: 'funding', rowAtMs } as const;
    return [{ kind: 'row-given-once', atMs, ...row, untilMs: atMs + WAITS_MS }];
  });
}

export function drawBadAnswers(stage: Stage): BadAnswer[] {
  const draw = stage.draw('bad-answer');
  return several(draw, 2, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.activeOf(listing));
    const series = draw.pick(SERIES);
    const other = draw.maybePick(stage.listings.filter(({ id }) => id !== listing.id));
    if (!other) return [];
    const what = { on: listing.id, series, valuesOf: other.id };
    return [{ kind: 'bad-answer', atMs, untilMs: atMs + WAITS_MS, ...what }];
  });
}

export function drawPageFaults(stage: Stage, kind: PageFault['kind']): PageFault[] {
  const draw = stage.draw(kind);
  return several(draw, 4, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.activeOf(listing));
    const what = { on: listing.id, series: draw.pick(SERIES), answers: draw.pick([1, 1, 2, 3]) };
    const keeps = draw.pick<PageFault['keeps']>(['newest', 'oldest']);
    return [{ kind, atMs, untilMs: atMs + WAITS_MS, ...what, keeps }];
  });
}

/** After a settlement the ticker goes on announcing it for a while. */
export function drawStaleTickers(stage: Stage): TickerStale[] {
  const draw = stage.draw('ticker-stale');
  return several(draw, 6, () => {
    const listing = draw.pick(stage.listings);
    const atMs = stage.settlementIn(draw, listing, stage.activeOf(listing));
    const untilMs = (atMs ?? 0) + draw.int(10, 360) * 1_000;
    return atMs === undefined ? [] : [{ kind: 'ticker-stale', atMs, on: listing.id, untilMs }];
  });
}

export function drawHistoryCuts(stage: Stage): HistoryCut[] {
  const draw = stage.draw('history-cut');
  return several(draw, 2, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.run);
    const untilMs = atMs + draw.int(10, 40) * MINUTE_MS;
    const on = draw.chance(0.5) ? listing.id : undefined;
    return [{ kind: 'history-cut', atMs, untilMs, on, days: draw.int(2, 20) }];
  });
}

/** For hours or days; over when the run is. */
export function drawFailingMarkets(stage: Stage): MarketFailing[] {
  const draw = stage.draw('market-failing');
  return several(draw, 2, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.activeOf(listing), MINUTE_MS);
    const lastsMs = draw.pick([draw.int(2, 24), draw.int(24, 120)]) * HOUR_MS;
    const series = draw.pick<MarketFailing['series']>(['candles', 'funding', 'both', 'both']);
    const how = draw.pick<MarketFailing['how']>(['transient', 'transient', 'permanent']);
    const untilMs = Math.min(atMs + lastsMs, stage.run.toMs);
    return [{ kind: 'market-failing', atMs, untilMs, on: listing.id, series, how }];
  });
}

export function drawOutages(stage: Stage): ExchangeOutage[] {
  const draw = stage.draw('exchange-outage');
  return several(draw, 3, () => {
    const atMs = draw.instant(stage.run);
    const untilMs = atMs + draw.int(60, 2_400) * 1_000;
    return [{ kind: 'exchange-outage', atMs, untilMs }];
  });
}
