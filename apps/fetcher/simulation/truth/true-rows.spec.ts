import type { TimeWindow } from '@fullcarry/domain/time-window';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import { settlementHour } from '@fullcarry/domain/settlement';
import { describe, expect, it } from '@jest/globals';
import { floorTo, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { EventKind } from '../time-line/event-kind.js';
import { happening } from '../time-line/event-of-kind.fixture.js';
import { around, marketIn, marketOf } from '../answers/questions.fixture.js';
import { SimulatedExchange } from '../answers/simulated-exchange.js';
import { World } from '../world.js';

/** The settlements of a page as they are kept. */
async function settledOn(exchange: SimulatedExchange, market: Market, window: TimeWindow) {
  return checkSettlementPage(await exchange.settlementPage(market, window), window).rows;
}

describe('The rows of the simulated exchange', () => {
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
          fromMs: floorTo(nowMs, 4 * HOUR_MS) - 20 * HOUR_MS,
          toMs: nowMs - 4 * HOUR_MS,
        };
        for (const { listing } of world.truth.listings()) {
          if (listing.listedAtMs > nowMs) continue;
          const market = marketOf(listing);
          const values = (kind: 'candles' | 'funding') =>
            world.truth
              .rows({ on: listing.id, kind }, window, nowMs)
              .flatMap(({ value }) => value ?? []);
          expect(
            await exchange.candlePage(market, world.timeLine.traits.timeframe, window),
          ).toEqual(values('candles'));
          const settled = await settledOn(exchange, market, window);
          expect(settled).toEqual(values('funding').slice(-exchange.limits.settlementsPerPage));
        }
      }
    }
  });

  it.each(['settlement-late', 'candle-late', 'row-hours-later'] as const)(
    'gives a row of %s when it shows, and not before',
    async (kind) => {
      const { event, world, at } = happening(kind);
      const market = marketIn(world, event.on);
      const window = around(event.rowAtMs, 0, HOUR_MS);
      const ask = (exchange: SimulatedExchange) =>
        event.series === 'candles'
          ? exchange.candlePage(market, world.timeLine.traits.timeframe, window)
          : settledOn(exchange, market, window);
      const truth = () =>
        world.truth.rows({ on: event.on, kind: event.series }, window, world.clock.nowMs)[0];
      await expect(ask(at(event.untilMs - 1))).resolves.toEqual([]);
      expect(truth()).toMatchObject({
        state: 'due',
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
      const [before] = await settledOn(at(event.atMs - 1), market, window);
      const after = await settledOn(at(event.atMs), market, window);
      const [row] = world.truth.rows({ on: event.on, kind: 'funding' }, window, event.atMs);
      expect(before).toBeDefined();
      expect(row).toMatchObject({ valueSinceMs: event.atMs, state: 'due' });
      expect(row!.value).toEqual(after[0]);
      expect(after).toHaveLength(kind === 'row-revised' ? 1 : 0);
      if (after[0]) expect(after[0].rate).not.toBe(before!.rate);
    }
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
    expect(settlementHour(Number(row!.stamp))).toBe(event.rowAtMs);
    expect(Number(row!.stamp) - event.rowAtMs - event.byMs).toBeLessThan(300);
  });
});
