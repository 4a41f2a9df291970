import { describe, expect, it } from '@jest/globals';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { EventKind } from './event-kind.js';
import { happening } from './event-of-kind.fixture.js';
import { marketOf } from './read-whole.fixture.js';
import { SimulatedExchange } from './simulated-exchange.js';
import { World } from './world.js';

/** The window around a row that a question asks for. */
function around(atMs: number, beforeMs = HOUR_MS, afterMs = HOUR_MS): TimeWindow {
  return { fromMs: atMs - beforeMs, toMs: atMs + afterMs };
}

function marketIn(world: World, id: string) {
  return marketOf(world.truth.listing(id).listing);
}

describe('The simulated exchange', () => {
  it('gives at every instant what is true by then', async () => {
    const kinds: EventKind[] = [
      'interval-change',
      'settlement-late',
      'candle-late',
      'candle-unsettled',
      'row-hours-later',
      'hours-lacking',
      'row-revised',
      'row-vanished',
      'row-invented',
      'odd-stamp',
      'new-listing',
      'empty-history',
      'delisting',
      'zombie-rows',
    ];
    for (let seed = 1; seed <= 5; seed += 1) {
      const world = World.ofSeed(seed, { kinds });
      const exchange = new SimulatedExchange(world);
      const { startMs, endMs } = world.timeLine;
      for (let nowMs = startMs; nowMs < endMs; nowMs += 7 * HOUR_MS + 61_000) {
        world.clock.advanceTo(nowMs);
        const window = {
          fromMs: Math.floor(nowMs / HOUR_MS - 19) * HOUR_MS,
          toMs: nowMs - HOUR_MS,
        };
        for (const { listing } of world.truth.listings()) {
          if (listing.listedAtMs > nowMs) continue;
          const market = marketOf(listing);
          const values = (kind: 'candles' | 'funding') =>
            world.truth
              .rows({ on: listing.id, kind }, window, nowMs)
              .flatMap(({ value }) => value ?? []);
          expect(await exchange.candlePage(market, '1h', window)).toEqual(values('candles'));
          const settled = await exchange.settlementPage(market, window);
          expect(settled).toEqual(values('funding').slice(-exchange.limits.settlementsPerPage));
        }
      }
    }
  });

  it('answers nothing while it is down, and everything afterwards', async () => {
    const { event, world, at, exchange } = happening('exchange-outage');
    const market = marketIn(world, 'AAA');
    const window = around(event.atMs, DAY_MS, 0);
    at(event.atMs);
    await expect(exchange.serverTimeMs()).rejects.toThrow(TransientError);
    await expect(exchange.markets()).rejects.toThrow(TransientError);
    await expect(exchange.tickers()).rejects.toThrow(TransientError);
    await expect(exchange.candlePage(market, '1h', window)).rejects.toThrow(TransientError);
    expect(exchange.source()).toBe('unknown');
    expect(world.truth.healthySinceMs(event.atMs)).toBeUndefined();
    await expect(at(event.untilMs).serverTimeMs()).resolves.toBe(event.untilMs);
    await expect(exchange.candlePage(market, '1h', window)).resolves.toHaveLength(24);
    expect(world.truth.healthySinceMs(event.untilMs + 1)).toBe(event.untilMs);
    expect(exchange.source()).toBe('live');
    expect(exchange.usage()).toMatchObject({ requestsTotal: 6, failuresTotal: 4 });
  });

  it('fails for one market and goes on with the others', async () => {
    const { event, world, at, exchange } = happening(
      'market-failing',
      ({ how, series }) => how === 'permanent' && series === 'funding',
    );
    const window = around(event.atMs, DAY_MS, 0);
    const market = marketIn(world, event.on);
    at(event.atMs);
    await expect(exchange.settlementPage(market, window)).rejects.toThrow(PermanentError);
    await expect(exchange.candlePage(market, '1h', window)).resolves.toHaveLength(24);
    const other = world.truth.listings().find(({ listing }) => listing.id !== event.on)!;
    await expect(
      exchange.settlementPage(marketOf(other.listing), window),
    ).resolves.not.toHaveLength(0);
    expect(world.truth.failsUntilMs({ on: event.on, kind: 'funding' }, event.atMs)).toBe(
      event.untilMs,
    );
    expect(world.truth.failsUntilMs({ on: event.on, kind: 'candles' }, event.atMs)).toBeUndefined();
    await expect(at(event.untilMs).settlementPage(market, window)).resolves.not.toHaveLength(0);
  });

  it.each(['settlement-late', 'candle-late', 'row-hours-later'] as const)(
    'gives a row of %s when it shows, and not before',
    async (kind) => {
      const { event, world, at } = happening(kind);
      const market = marketIn(world, event.on);
      const window = around(event.rowAtMs, 0, HOUR_MS);
      const ask = (exchange: SimulatedExchange) =>
        event.series === 'candles'
          ? exchange.candlePage(market, '1h', window)
          : exchange.settlementPage(market, window);
      const truth = () =>
        world.truth.rows({ on: event.on, kind: event.series }, window, world.clock.nowMs)[0];
      await expect(ask(at(event.untilMs - 1))).resolves.toEqual([]);
      expect(truth()).toMatchObject({
        standing: 'due',
        value: undefined,
        statedSinceMs: undefined,
      });
      const rows = await ask(at(event.untilMs));
      expect(rows).toHaveLength(1);
      expect(truth()).toMatchObject({
        value: rows[0],
        statedSinceMs: event.untilMs,
        valueSinceMs: event.untilMs,
      });
    },
  );

  it('never has the hours that it lacks, which are due all the same', async () => {
    const { event, world, at } = happening('hours-lacking', ({ on }) => on === undefined);
    const window = { fromMs: event.atMs - HOUR_MS, toMs: event.untilMs + HOUR_MS };
    const old = world.truth.listings().filter(({ listing }) => listing.listedAtMs < window.fromMs);
    expect(old.length).toBeGreaterThan(1);
    for (const { listing } of old) {
      const page = await at(world.timeLine.endMs).candlePage(marketOf(listing), '1h', window);
      expect(page.map(({ openAtMs }) => openAtMs)).toEqual([window.fromMs, event.untilMs]);
      const due = world.truth.everDue({ on: listing.id, kind: 'candles' }, window);
      expect(due).toHaveLength((window.toMs - window.fromMs) / HOUR_MS);
    }
  });

  it('revises a row for good, and makes one vanish for good', async () => {
    for (const kind of ['row-revised', 'row-vanished'] as const) {
      const { event, world, at } = happening(kind, ({ series }) => series === 'funding');
      const market = marketIn(world, event.on);
      const window = around(event.rowAtMs, 0, MINUTE_MS);
      const [before] = await at(event.atMs - 1).settlementPage(market, window);
      const after = await at(event.atMs).settlementPage(market, window);
      const [row] = world.truth.rows({ on: event.on, kind: 'funding' }, window, event.atMs);
      expect(before).toBeDefined();
      expect(row).toMatchObject({ valueSinceMs: event.atMs, standing: 'due' });
      expect(row!.value).toEqual(after[0]);
      expect(after).toHaveLength(kind === 'row-revised' ? 1 : 0);
      if (after[0]) expect(after[0].rate).not.toBe(before!.rate);
    }
  });

  it('invents a settlement for good, or in one answer only', async () => {
    for (const kind of ['row-invented', 'row-given-once'] as const) {
      const { event, world, at, exchange } = happening(kind);
      const market = marketIn(world, event.on);
      const window = around(event.rowAtMs, 0, MINUTE_MS);
      if (event.atMs > event.rowAtMs + MINUTE_MS) {
        await expect(at(event.atMs - 1).settlementPage(market, window)).resolves.toEqual([]);
      }
      at(event.atMs);
      await expect(exchange.settlementPage(market, window)).resolves.toHaveLength(1);
      const isForGood = kind === 'row-invented';
      await expect(exchange.settlementPage(market, window)).resolves.toHaveLength(
        isForGood ? 1 : 0,
      );
      const rows = world.truth.rows({ on: event.on, kind: 'funding' }, window, event.atMs);
      expect(rows.map(({ standing }) => standing)).toEqual(isForGood ? ['never-due'] : []);
      expect(world.truth.neverDue({ on: event.on, kind: 'funding' }, window)).toBe(true);
    }
  });

  it('gives the values of another market in one answer', async () => {
    const { event, world, at, exchange } = happening(
      'bad-answer',
      ({ series }) => series === 'candles',
    );
    const [market, other] = [marketIn(world, event.on), marketIn(world, event.valuesOf)];
    const fromMs = Math.floor(event.atMs / HOUR_MS - 48) * HOUR_MS;
    const window = { fromMs, toMs: fromMs + 2 * DAY_MS };
    const right = await at(event.atMs - 1).candlePage(market, '1h', window);
    at(event.atMs);
    const wrong = await exchange.candlePage(market, '1h', window);
    expect(wrong).toEqual(await exchange.candlePage(other, '1h', window));
    expect(wrong).not.toEqual(right);
    await expect(exchange.candlePage(market, '1h', window)).resolves.toEqual(right);
  });

  it('answers with an empty page, or with half of one, as often as is drawn', async () => {
    for (const kind of ['page-empty', 'page-cut'] as const) {
      const { event, world, at, exchange } = happening(
        kind,
        ({ series, answers }) => series === 'candles' && answers === 2,
      );
      const market = marketIn(world, event.on);
      const fromMs = Math.floor(event.atMs / HOUR_MS - 24) * HOUR_MS;
      const window = { fromMs, toMs: fromMs + DAY_MS };
      const length = kind === 'page-empty' ? 0 : 12;
      at(event.atMs);
      await expect(exchange.candlePage(market, '1h', window)).resolves.toHaveLength(length);
      await expect(exchange.candlePage(market, '1h', window)).resolves.toHaveLength(length);
      await expect(exchange.candlePage(market, '1h', window)).resolves.toHaveLength(24);
    }
  });

  it('for some minutes gives only the newest days', async () => {
    const { event, world, at } = happening('history-cut', ({ on }) => on === undefined);
    const market = marketIn(world, 'AAA');
    const window = around(event.atMs - event.days * DAY_MS, DAY_MS, DAY_MS);
    const cut = await at(event.atMs).candlePage(market, '1h', window);
    expect(cut).toHaveLength(24);
    expect(cut[0]!.openAtMs).toBeGreaterThanOrEqual(window.fromMs + DAY_MS);
    await expect(at(event.untilMs).candlePage(market, '1h', window)).resolves.toHaveLength(48);
  });

  it('stamps a settlement seconds or minutes late', async () => {
    const { event, world, at } = happening(
      'odd-stamp',
      ({ byMs, atMs }, { timeLine }) => byMs === 7_000 && atMs > timeLine.startMs,
    );
    const window = around(event.rowAtMs, 0, HOUR_MS);
    const [row] = await at(event.rowAtMs + HOUR_MS).settlementPage(
      marketIn(world, event.on),
      window,
    );
    expect(row!.settledAtMs).toBe(event.rowAtMs);
    expect(row!.observedAtMs - event.rowAtMs - event.byMs).toBeLessThan(300);
  });

  it('announces an interval from when it is said, and settles by it', async () => {
    const { event, world, at } = happening(
      'interval-change',
      (change, { timeLine, truth }) =>
        change.atMs < change.afterMs &&
        change.atMs > timeLine.startMs &&
        !change.isIntervalEarly &&
        // It begins at a settlement even without the changes before it.
        truth.listing(change.on).timetable.isDue(change.afterMs) &&
        truth.listing(change.on).timetable.hoursAt(change.afterMs) === change.hours,
    );
    const { symbol } = marketIn(world, event.on);
    const ticker = async (atMs: number) =>
      (await at(atMs).tickers()).find((one) => one.symbol === symbol)!;
    const before = await ticker(event.afterMs - 1);
    expect(before.nextFundingAtMs).toBe(event.afterMs);
    const after = await ticker(event.afterMs);
    expect(after.nextFundingAtMs).toBe(event.afterMs + event.firstStepHours * HOUR_MS);
    expect(after.fundingIntervalMinutes).toBe(event.hours * 60);
    const later = await ticker(after.nextFundingAtMs);
    expect(later.nextFundingAtMs - after.nextFundingAtMs).toBe(event.hours * HOUR_MS);
  });

  it('announces a settlement that never comes, and takes it back before its time', async () => {
    const { event, world, at } = happening('announcement-taken-back');
    const { symbol } = marketIn(world, event.on);
    const next = async (atMs: number) =>
      (await at(atMs).tickers()).find((one) => one.symbol === symbol)!.nextFundingAtMs;
    const rightMs = await next(event.atMs - 1);
    expect(await next(event.atMs)).toBe(event.nextAtMs);
    const correctedMs = await next(event.untilMs);
    expect(correctedMs).toBeGreaterThanOrEqual(Math.min(rightMs, event.nextAtMs + 1));
    const window = { fromMs: event.nextAtMs, toMs: event.nextAtMs + 1 };
    expect(world.truth.neverDue({ on: event.on, kind: 'funding' }, window)).toBe(true);
  });

  it('has tickers that stand still after a settlement', async () => {
    const { event, world, at } = happening('ticker-stale');
    const { symbol } = marketIn(world, event.on);
    const next = async (atMs: number) =>
      (await at(atMs).tickers()).find((one) => one.symbol === symbol)!.nextFundingAtMs;
    expect(await next(event.untilMs - 1)).toBe(event.atMs);
    expect(await next(event.untilMs)).toBeGreaterThan(event.untilMs);
  });

  it('lists a new market from its first instant on, without funding for a while', async () => {
    const { event, world, at, exchange } = happening('empty-history', undefined, ['new-listing']);
    const market = marketIn(world, event.on);
    const isListed = async () =>
      (await exchange.markets()).some(({ symbol }) => symbol === market.symbol);
    const window = around(event.atMs, 0, event.untilMs - event.atMs);
    at(event.atMs - 1);
    expect(await isListed()).toBe(false);
    await expect(exchange.settlementPage(market, window)).rejects.toThrow(PermanentError);
    at(event.atMs);
    expect(await isListed()).toBe(true);
    expect(await exchange.listedAtMs(market)).toBe(Math.floor(event.atMs / HOUR_MS) * HOUR_MS);
    await expect(at(event.untilMs - 1).settlementPage(market, window)).resolves.toEqual([]);
    const due = world.truth.dueRows({ on: event.on, kind: 'funding' }, window, event.untilMs);
    await expect(
      at(event.untilMs + MINUTE_MS).settlementPage(market, window),
    ).resolves.toHaveLength(due.length);
  });

  it('delists a market, goes on settling it, and gives its name to another coin', async () => {
    const { event, world, at, exchange } = happening(
      'relisting',
      (_, { timeLine }) =>
        timeLine.events.some((one) => one.kind === 'zombie-rows' && one.rate === '0') &&
        timeLine.events.some((one) => one.kind === 'delisting' && one.saidFromMs !== undefined),
      ['delisting', 'zombie-rows'],
    );
    const { coin } = event.listing;
    const [first, second] = world.truth.named(`${coin}USDT`);
    const market = marketOf(first!.listing);
    const end = first!.delisting!;
    const names = async () => (await exchange.markets()).map(({ nativeId }) => nativeId);
    at(end.atMs);
    expect(await exchange.delistedAtMs(market)).toBe(
      end.saidFromMs! <= end.atMs ? end.endMs : undefined,
    );
    at(end.goneAtMs);
    expect(await names()).not.toContain(market.nativeId);
    const dead = around(end.endMs, 0, 6 * HOUR_MS);
    const zombies = await at(end.endMs + 6 * HOUR_MS).settlementPage(market, dead);
    expect(zombies.every(({ rate }) => rate === '0')).toBe(true);
    at(event.atMs);
    expect(await names()).toContain(market.nativeId);
    expect(await exchange.delistedAtMs(market)).toBe(end.endMs);
    expect(await exchange.delistedAtMs(marketOf(second!.listing))).toBeUndefined();
  });

  it('refuses questions that no exchange answers', async () => {
    const world = World.ofSeed(1, { kinds: [] });
    const exchange = new SimulatedExchange(world);
    const market = marketIn(world, 'AAA');
    const window = around(world.timeLine.startMs, 400 * HOUR_MS, 0);
    await expect(exchange.candlePage(market, '1h', window)).rejects.toThrow(RangeError);
    await expect(exchange.candlePage(market, '1m', around(0))).rejects.toThrow(RangeError);
    await expect(exchange.settlementPage(market, { fromMs: 1, toMs: MINUTE_MS })).rejects.toThrow(
      RangeError,
    );
    expect(() => world.clock.advanceTo(0)).toThrow(RangeError);
    await exchange.close();
    await expect(exchange.markets()).rejects.toThrow(TransientError);
  });
});
