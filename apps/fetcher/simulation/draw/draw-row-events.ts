import type { RowShape } from '@fullcarry/domain/series';
import {
  DAY_MS,
  floorTo,
  HOUR_MS,
  MINUTE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import type { Draw } from './draw.js';
import type { Listing } from '../time-line/listing.js';
import type { Stage } from './stage.js';
import type {
  CandleUnsettled,
  HoursLacking,
  OddStamp,
  RowLate,
  RowTurned,
} from '../time-line/world-event.js';

/** How far back a row may lie that is revised, vanishes or is invented. */
const TURNED_WITHIN_MS = 12 * DAY_MS;

/** Shown 1 to 40 minutes late. */
export function drawLateSettlements(stage: Stage): RowLate[] {
  const draw = stage.draw('settlement-late');
  return several(draw, 6, () => {
    const listing = draw.pick(stage.listings);
    const rowAtMs = stage.settlementIn(draw, listing, stage.activeOf(listing));
    const untilMs = (rowAtMs ?? 0) + draw.int(60, 2_400) * 1_000;
    if (rowAtMs === undefined) return [];
    const row = { on: listing.id, series: 'funding', rowAtMs } as const;
    return [{ kind: 'settlement-late', atMs: rowAtMs, ...row, untilMs }];
  });
}

/** Shown seconds to minutes after it closed. */
export function drawLateCandles(stage: Stage): RowLate[] {
  const draw = stage.draw('candle-late');
  return several(draw, 6, () => {
    const fresh = drawFreshCandle(draw, stage);
    const lateMs = draw.int(5, draw.pick([60, 240, 600])) * 1_000;
    return fresh ? [{ kind: 'candle-late', ...fresh, untilMs: fresh.atMs + lateMs }] : [];
  });
}

/** Closed with a value that is not the last one yet. */
export function drawUnsettledCandles(stage: Stage): CandleUnsettled[] {
  const draw = stage.draw('candle-unsettled');
  return several(draw, 6, () => {
    const fresh = drawFreshCandle(draw, stage);
    const lateMs = draw.int(5, 240) * 1_000;
    return fresh ? [{ kind: 'candle-unsettled', ...fresh, untilMs: fresh.atMs + lateMs }] : [];
  });
}

/** One to three rows in a row that come hours later, or a day. */
export function drawRowsHoursLater(stage: Stage): RowLate[] {
  const draw = stage.draw('row-hours-later');
  return several(draw, 3, () => {
    const listing = draw.pick(stage.listings);
    const window = stage.activeOf(listing);
    const laterMs = draw.pick([draw.int(50, 120) * MINUTE_MS, draw.int(2, 26) * HOUR_MS]);
    const rows = draw.chance(0.6)
      ? drawCandles(draw, stage, window, draw.int(1, 3)).map((rowAtMs) => ({
          series: 'candles' as const,
          rowAtMs,
        }))
      : [stage.settlementIn(draw, listing, window)]
          .filter((rowAtMs) => rowAtMs !== undefined)
          .map((rowAtMs) => ({ series: 'funding' as const, rowAtMs }));
    const dueAtMs = Math.max(
      ...rows.map(({ series, rowAtMs }) => shownAtMs(stage, series, rowAtMs)),
    );
    const untilMs = Math.min(dueAtMs + laterMs, stage.run.toMs);
    return rows
      .map(({ series, rowAtMs }) => ({ atMs: shownAtMs(stage, series, rowAtMs), series, rowAtMs }))
      .filter(({ atMs }) => atMs < untilMs)
      .map((row) => ({ kind: 'row-hours-later', ...row, on: listing.id, untilMs }));
  });
}

/** Hours that the exchange never has: of all candles, of one listing's, or one settlement. */
export function drawLackingHours(stage: Stage): HoursLacking[] {
  const draw = stage.draw('hours-lacking');
  return several(draw, 3, (): HoursLacking[] => {
    const listing = draw.pick(stage.listings);
    const life = stage.lifeOf(listing);
    // Rows are there on both sides.
    const inner = { fromMs: life.fromMs + 2 * DAY_MS, toMs: life.toMs - 2 * DAY_MS };
    const lengthMs = draw.int(1, 6) * stage.stepMs;
    const isEverybodys = draw.chance(0.4);
    const ofCandles = draw.chance(0.7);
    if (inner.toMs <= inner.fromMs) return [];
    if (ofCandles) {
      const [atMs = inner.fromMs] = drawCandles(draw, stage, inner, 1);
      const on = isEverybodys ? undefined : listing.id;
      return [{ kind: 'hours-lacking', atMs, untilMs: atMs + lengthMs, on, series: 'candles' }];
    }
    const atMs = stage.settlementIn(draw, listing, inner);
    if (atMs === undefined) return [];
    const untilMs = atMs + MINUTE_MS;
    return [{ kind: 'hours-lacking', atMs, untilMs, on: listing.id, series: 'funding' }];
  });
}

export function drawTurnedRows(stage: Stage, kind: 'row-revised' | 'row-vanished'): RowTurned[] {
  const draw = stage.draw(kind);
  return several(draw, 3, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.run);
    const life = stage.lifeOf(listing);
    const fromMs = Math.max(life.fromMs, atMs - TURNED_WITHIN_MS);
    const window = { fromMs, toMs: Math.min(life.toMs, atMs - 2 * HOUR_MS) };
    const series = draw.pick<RowShape>(['candles', 'funding']);
    if (window.toMs <= window.fromMs) return [];
    const rowAtMs =
      series === 'candles'
        ? drawCandles(draw, stage, window, 1)[0]
        : stage.settlementIn(draw, listing, window);
    return rowAtMs === undefined ? [] : [{ kind, atMs, on: listing.id, series, rowAtMs }];
  });
}

/** A settlement in an hour in which none is due, given from then on by every answer. */
export function drawInventedRows(stage: Stage): RowTurned[] {
  const draw = stage.draw('row-invented');
  return several(draw, 3, () => {
    const listing = draw.pick(stage.listings);
    const atMs = draw.instant(stage.run);
    const rowAtMs = drawIdleHour(draw, stage, listing, atMs);
    if (rowAtMs === undefined) return [];
    return [{ kind: 'row-invented', atMs, on: listing.id, series: 'funding', rowAtMs }];
  });
}

/** An hour shortly before an instant in which the listing lived and nothing was due. */
export function drawIdleHour(
  draw: Draw,
  stage: Stage,
  listing: Listing,
  atMs: number,
): number | undefined {
  const life = stage.lifeOf(listing);
  const window = {
    fromMs: Math.max(life.fromMs, atMs - TURNED_WITHIN_MS),
    toMs: Math.min(life.toMs, atMs),
  };
  return window.toMs > window.fromMs ? stage.idleHourIn(draw, listing, window) : undefined;
}

/** Seconds late, or minutes. */
export function drawOddStamps(stage: Stage): OddStamp[] {
  const draw = stage.draw('odd-stamp');
  return several(draw, 4, () => {
    const listing = draw.pick(stage.listings);
    const window = draw.chance(0.7) ? stage.activeOf(listing) : stage.lifeOf(listing);
    const byMs = draw.pick([7_000, draw.int(6, 25) * 1_000, draw.int(2, 9) * MINUTE_MS]);
    const rowAtMs = stage.settlementIn(draw, listing, window);
    if (rowAtMs === undefined) return [];
    const row = { on: listing.id, series: 'funding', rowAtMs } as const;
    return [{ kind: 'odd-stamp', atMs: rowAtMs, ...row, byMs }];
  });
}

export function several<One>(draw: Draw, most: number, one: () => readonly One[]): One[] {
  return Array.from({ length: draw.int(1, most) }).flatMap(one);
}

/** One that closes in the run, at `atMs`; undefined where the one that was drawn closes after it. */
function drawFreshCandle(draw: Draw, stage: Stage) {
  const listing = draw.pick(stage.listings);
  const rowAtMs = floorTo(draw.instant(stage.activeOf(listing)), stage.stepMs);
  const atMs = rowAtMs + stage.stepMs;
  return atMs < stage.run.toMs
    ? { on: listing.id, series: 'candles' as const, rowAtMs, atMs }
    : undefined;
}

function drawCandles(draw: Draw, { stepMs }: Stage, window: TimeWindow, count: number): number[] {
  const firstMs = floorTo(draw.instant(window), stepMs);
  return Array.from({ length: count }, (_, i) => firstMs + i * stepMs);
}

/** When the row should be there. */
function shownAtMs({ stepMs }: Stage, series: RowShape, rowAtMs: number): number {
  return series === 'candles' ? rowAtMs + stepMs : rowAtMs;
}
