import { describe, expect, it } from '@jest/globals';
import type { Candle } from '@fullcarry/domain/candle';
import type { Settlement } from '@fullcarry/domain/settlement';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import { ceilTo, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { drawTimeLine } from './draw/draw-time-line.js';
import { EVENT_KINDS, type EventKind } from './time-line/event-kind.js';
import { marketOf, readAllCandles, readAllSettlements } from './answers/questions.fixture.js';
import { shortenTimeLine } from './time-line/shorten-time-line.js';
import { SimulatedExchange } from './answers/simulated-exchange.js';
import { candleStepMs, momentsOf, printTimeLine } from './time-line/time-line.js';
import { World } from './world.js';

const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1);

/** What a reader gets who asks for everything at the end of the world. */
async function readWorld(world: World) {
  const exchange = new SimulatedExchange(world);
  world.clock.advanceTo(world.timeLine.endMs);
  const stepMs = candleStepMs(world.timeLine);
  const read: { on: string; candles: Candle[]; settlements: Settlement[] }[] = [];
  for (const { listing } of world.truth.listings()) {
    const market = marketOf(listing);
    const window = {
      fromMs: floorTo(listing.listedAtMs, stepMs),
      toMs: floorTo(world.timeLine.endMs, stepMs),
    };
    read.push({
      on: listing.id,
      candles: await readAllCandles(world, exchange, market, window),
      settlements: await readAllSettlements(exchange, market, window),
    });
  }
  return read;
}

/** Everything that was answered to a client that comes by every few hours, errors too. */
async function transcript(world: World): Promise<string> {
  const exchange = new SimulatedExchange(world);
  const received: unknown[] = [];
  const ask = async (answer: Promise<unknown>) =>
    received.push(await answer.catch((error: unknown) => String(error)));
  const { startMs, endMs } = world.timeLine;
  for (let nowMs = startMs; nowMs < endMs; nowMs += 5 * HOUR_MS + 61_000) {
    world.clock.advanceTo(nowMs);
    const window = { fromMs: floorTo(nowMs, 4 * HOUR_MS) - 24 * HOUR_MS, toMs: nowMs };
    await ask(exchange.markets());
    await ask(exchange.tickers());
    for (const { listing } of world.truth.listings()) {
      await ask(exchange.candlePage(marketOf(listing), world.timeLine.traits.timeframe, window));
      await ask(exchange.settlementPage(marketOf(listing), window));
      await ask(exchange.delistedAtMs(marketOf(listing)));
    }
  }
  return JSON.stringify(received);
}

describe('A world', () => {
  it('is the same for the same seed, with the same answers', async () => {
    const [one, other] = [World.ofSeed(7), World.ofSeed(7)];
    expect(printTimeLine(one.timeLine)).toBe(printTimeLine(other.timeLine));
    const kinds = EVENT_KINDS;
    expect(await transcript(World.ofSeed(7, { kinds }))).toBe(
      await transcript(World.ofSeed(7, { kinds })),
    );
    expect(await transcript(World.ofSeed(7, { kinds: [] }))).not.toBe(
      await transcript(World.ofSeed(7, { kinds })),
    );
  });

  it('is another one for another seed', () => {
    const printed = new Set(SEEDS.map((seed) => printTimeLine(drawTimeLine(seed))));
    expect(printed.size).toBe(SEEDS.length);
  });

  it('has each kind of event in some of 200 seeds', () => {
    const seen = new Set<EventKind>();
    for (const seed of SEEDS) {
      for (const { kind } of drawTimeLine(seed).events) seen.add(kind);
    }
    expect([...seen].sort()).toEqual([...EVENT_KINDS].sort());
  });

  it('has only the kinds of events that it was asked for, each as it is beside the others', () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const all = drawTimeLine(seed, { kinds: EVENT_KINDS });
      const some = drawTimeLine(seed, { kinds: ['row-revised', 'exchange-outage', 'kill'] });
      expect(some.listings).toEqual(all.listings);
      const of = (kind: EventKind) => [
        some.events.filter((event) => event.kind === kind),
        all.events.filter((event) => event.kind === kind),
      ];
      const [outages, sameOutages] = of('exchange-outage');
      expect(outages).toEqual(sameOutages);
      expect(outages!.length).toBeGreaterThan(0);
      const [kills, sameKills] = of('kill');
      expect(kills).toEqual(sameKills);
      expect(new Set(some.events.map(({ kind }) => kind)).size).toBeLessThanOrEqual(3);
    }
  });

  it('describes itself in lines that can be read, in the order in which it happens', () => {
    for (const seed of SEEDS) {
      const timeLine = drawTimeLine(seed);
      const lines = printTimeLine(timeLine).split('\n');
      expect(lines).toHaveLength(1 + timeLine.listings.length + timeLine.events.length);
      for (const line of lines) {
        expect(line).not.toMatch(/undefined|NaN|Infinity|Invalid/);
        expect(line.length).toBeLessThan(160);
      }
      const times = timeLine.events.map(({ atMs }) => atMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      const lastDayMs = timeLine.endMs - 24 * HOUR_MS;
      for (const event of timeLine.events) {
        expect(event.atMs).toBeLessThanOrEqual(lastDayMs);
        if ('untilMs' in event) expect(event.untilMs).toBeGreaterThan(event.atMs);
      }
      expect(momentsOf(timeLine).length).toBeGreaterThan(0);
    }
  });

  it('gives, when nothing goes wrong, exactly what is due', async () => {
    for (const seed of SEEDS.slice(0, 8)) {
      const world = World.ofSeed(seed, { kinds: ['interval-change', 'new-listing'] });
      const nowMs = world.timeLine.endMs;
      for (const { on, candles, settlements } of await readWorld(world)) {
        const { listing } = world.truth.listing(on);
        const stepMs = candleStepMs(world.timeLine);
        const window = { fromMs: listing.listedAtMs, toMs: floorTo(nowMs, stepMs) };
        const due = (kind: 'candles' | 'funding') => world.truth.everDue({ on, kind }, window);
        expect(
          candles.map(({ openAtMs }) => openAtMs).filter((at) => at >= listing.listedAtMs),
        ).toEqual(due('candles'));
        expect(settlements.map(({ settledAtMs }) => settledAtMs)).toEqual(due('funding'));
        for (const kind of ['candles', 'funding'] as const) {
          const rows = world.truth.dueRows({ on, kind }, window, nowMs);
          const given = kind === 'candles' ? candles.slice(-rows.length) : settlements;
          expect(rows.map(({ value }) => value)).toEqual(given);
        }
        const whole = { fromMs: floorTo(listing.listedAtMs, stepMs), toMs: nowMs };
        expect(checkCandlePage(candles, whole, stepMs)).toEqual(candles);
        const reported = settlements.map(({ stampedAtMs, rate }) => ({
          stamp: String(stampedAtMs),
          rate,
        }));
        expect(checkSettlementPage(reported, whole).rows).toEqual(settlements);
      }
    }
  });

  it('happens to rows that are due, and to listings that live', () => {
    for (const seed of SEEDS) {
      const { timeLine, truth } = World.ofSeed(seed);
      for (const event of timeLine.events) {
        if (!('on' in event) || event.on === undefined) continue;
        const { listing, endMs } = truth.listing(event.on);
        if (!('rowAtMs' in event)) continue;
        expect(event.rowAtMs).toBeLessThan(endMs);
        const isMadeUp = event.kind === 'row-invented' || event.kind === 'row-given-once';
        const window = { fromMs: event.rowAtMs, toMs: event.rowAtMs + 1 };
        const due = truth.everDue({ on: event.on, kind: event.series }, window);
        const isFirstCandle = event.rowAtMs < listing.listedAtMs;
        expect(due).toHaveLength(isMadeUp || isFirstCandle ? 0 : 1);
      }
    }
  });

  it('announces each settlement before its time, or takes the announcement back', () => {
    for (const seed of SEEDS) {
      const world = World.ofSeed(seed, {
        kinds: [
          'interval-change',
          'change-announced-late',
          'announcement-taken-back',
          'new-listing',
          'delisting',
        ],
      });
      const { startMs, endMs } = world.timeLine;
      for (const truth of world.truth.listings()) {
        const received = world.truth.announcedBy(truth.listing.id, endMs);
        const announced = received
          .filter(({ nextAtMs }, i) => (received[i + 1]?.announcedAtMs ?? endMs) >= nextAtMs)
          .map(({ nextAtMs }) => nextAtMs)
          .filter((atMs) => atMs <= Math.min(endMs, truth.endMs));
        const firstMs = Math.max(startMs, truth.listing.listedAtMs);
        const due = truth.timetable.settlements.filter((atMs) => firstMs < atMs && atMs <= endMs);
        expect([...new Set(announced)]).toEqual(due);
      }
    }
  });

  it('is never due at the instant of a listing itself, nor after the end', () => {
    let atSettlement = 0;
    for (const seed of SEEDS) {
      const world = World.ofSeed(seed, { kinds: ['new-listing', 'delisting', 'zombie-rows'] });
      for (const { listing, endMs, timetable } of world.truth.listings()) {
        if (listing.listedAtMs % (listing.firstHours * HOUR_MS) === 0) atSettlement += 1;
        expect(timetable.settlements[0]).toBeGreaterThan(listing.listedAtMs);
        const after = { fromMs: endMs, toMs: world.timeLine.endMs };
        if (endMs === Infinity) continue;
        expect(timetable.isDue(endMs)).toBe(false);
        expect(world.truth.neverDue({ on: listing.id, kind: 'funding' }, after)).toBe(true);
        expect(
          world.truth.neverDue(
            { on: listing.id, kind: 'candles' },
            { ...after, fromMs: ceilTo(endMs, candleStepMs(world.timeLine)) },
          ),
        ).toBe(true);
        const dead = world.truth.rows({ on: listing.id, kind: 'funding' }, after, after.toMs);
        expect(dead.length).toBeGreaterThan(0);
        expect(dead.every(({ state }) => state === 'never-due')).toBe(true);
      }
    }
    expect(atSettlement).toBeGreaterThan(20);
  });

  it('is made and read in well under a second', async () => {
    const seeds = SEEDS.slice(0, 5);
    const startedMs = performance.now();
    for (const seed of seeds) await readWorld(World.ofSeed(seed, { kinds: [] }));
    expect((performance.now() - startedMs) / seeds.length).toBeLessThan(500);
  });

  it('is told with fewer events when only some of them are needed', async () => {
    const timeLine = drawTimeLine(3, { kinds: EVENT_KINDS });
    const needed = timeLine.events.filter(({ kind }) => kind === 'kill' || kind === 'delisting');
    const shorter = await shortenTimeLine(timeLine, async ({ events }) =>
      needed.every((event) => events.includes(event)),
    );
    expect(shorter.events).toEqual(needed);
    expect(
      () => new World({ ...timeLine, events: timeLine.events.filter((_, i) => i % 2 === 0) }),
    ).not.toThrow();
  });
});
