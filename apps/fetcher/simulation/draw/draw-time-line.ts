import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import {
  drawBadAnswers,
  drawFailingMarkets,
  drawHistoryCuts,
  drawOutages,
  drawPageFaults,
  drawRowsGivenOnce,
  drawStaleTickers,
} from './draw-answer-faults.js';
import { drawChanges, drawTakenBack } from './draw-changes.js';
import {
  drawClockSteps,
  drawKills,
  drawSyncCommands,
  drawTouchedRows,
} from './draw-driver-events.js';
import { drawFirstListings } from './draw-listings.js';
import { drawLives } from './draw-lives.js';
import {
  drawInventedRows,
  drawLackingHours,
  drawLateCandles,
  drawLateSettlements,
  drawOddStamps,
  drawRowsHoursLater,
  drawTurnedRows,
  drawUnsettledCandles,
} from './draw-row-events.js';
import { Draw } from './draw.js';
import { drawnKinds, type EventKind } from '../time-line/event-kind.js';
import { Stage } from './stage.js';
import type { ExchangeTraits, TimeLine } from '../time-line/time-line.js';
import type { IntervalChange, WorldEvent } from '../time-line/world-event.js';

const YEAR_2024_MS = Date.UTC(2024, 0, 1);

/**
 * `kinds`: exactly the kinds of events that may happen, none for a world in which nothing goes wrong; when
 * left out the seed chooses some. `days`: of the run, drawn from 30 to 45 when left out.
 * `listings`: how many markets are there at the beginning, 1 to 10.
 */
export interface WorldOptions {
  readonly kinds?: readonly EventKind[];
  readonly days?: number;
  readonly listings?: number;
  /** Of the candles; drawn when left out. */
  readonly timeframe?: Timeframe;
}

/** The time-line of a seed: always the same one. */
export function drawTimeLine(seed: number, options: WorldOptions = {}): TimeLine {
  const draw = new Draw(seed, 'time');
  const startMs = YEAR_2024_MS + draw.int(0, 600) * DAY_MS + draw.int(0, 86_399) * 1_000;
  const endMs = startMs + (options.days ?? draw.int(30, 45)) * DAY_MS;
  const run = { fromMs: startMs + HOUR_MS, toMs: Math.max(startMs + 2 * HOUR_MS, endMs - DAY_MS) };
  const kinds: ReadonlySet<EventKind> = options.kinds ? new Set(options.kinds) : drawnKinds(seed);
  const first = drawFirstListings(seed, startMs, options.listings ?? 4);
  const changesOf = (listings: typeof first) =>
    listings.flatMap((listing) => drawChanges(seed, listing, run, changeKinds(kinds)));
  const firstChanges = changesOf(first);
  const lives = drawLives(seed, kinds, run, first, firstChanges);
  const listings = [...first, ...lives.later.map(({ listing }) => listing)];
  const changes = [...firstChanges, ...changesOf(listings.slice(first.length))].filter(
    ({ on, atMs, afterMs }) =>
      lives.delistings.every((end) => end.on !== on || Math.max(atMs, afterMs) < end.endMs),
  );
  const drawn = drawTraits(seed);
  const traits = { ...drawn, timeframe: options.timeframe ?? drawn.timeframe };
  const stage = new Stage(seed, run, listings, changes, lives.delistings, traits);
  const events = [...changes, ...lives.events, ...drawOthers(stage, kinds)];
  return {
    seed,
    startMs,
    endMs,
    traits,
    listings: first,
    events: events.sort((a, b) => a.atMs - b.atMs),
  };
}

function changeKinds(kinds: ReadonlySet<EventKind>): IntervalChange['kind'][] {
  const all: readonly IntervalChange['kind'][] = ['interval-change', 'change-announced-late'];
  return all.filter((kind) => kinds.has(kind));
}

function drawTraits(seed: number): ExchangeTraits {
  const draw = new Draw(seed, 'traits');
  return {
    candlesPerPage: draw.pick([100, 200, 200]),
    settlementsPerPage: draw.int(100, 200),
    fullPageHolds: draw.pick(['newest', 'oldest']),
    givesListing: draw.chance(0.7),
    stampJitterMs: draw.pick([0, 18, 262]),
    timeframe: draw.pick(['1h', '4h', '4h']),
  };
}

/** What happens to rows and answers of the markets, and on the driver's side. */
const OTHERS: readonly (readonly [EventKind, (stage: Stage) => readonly WorldEvent[]])[] = [
  ['announcement-taken-back', drawTakenBack],
  ['settlement-late', drawLateSettlements],
  ['candle-late', drawLateCandles],
  ['candle-unsettled', drawUnsettledCandles],
  ['row-hours-later', drawRowsHoursLater],
  ['hours-lacking', drawLackingHours],
  ['row-revised', (stage) => drawTurnedRows(stage, 'row-revised')],
  ['row-vanished', (stage) => drawTurnedRows(stage, 'row-vanished')],
  ['row-invented', drawInventedRows],
  ['row-given-once', drawRowsGivenOnce],
  ['odd-stamp', drawOddStamps],
  ['bad-answer', drawBadAnswers],
  ['page-empty', (stage) => drawPageFaults(stage, 'page-empty')],
  ['page-cut', (stage) => drawPageFaults(stage, 'page-cut')],
  ['ticker-stale', drawStaleTickers],
  ['history-cut', drawHistoryCuts],
  ['market-failing', drawFailingMarkets],
  ['exchange-outage', drawOutages],
  ['kill', drawKills],
  ['clock-step', drawClockSteps],
  ['rows-deleted', (stage) => drawTouchedRows(stage, 'rows-deleted')],
  ['rows-altered', (stage) => drawTouchedRows(stage, 'rows-altered')],
  ['sync-order', drawSyncCommands],
];

function drawOthers(stage: Stage, kinds: ReadonlySet<EventKind>): WorldEvent[] {
  return OTHERS.flatMap(([kind, drawThem]) => (kinds.has(kind) ? drawThem(stage) : []));
}
