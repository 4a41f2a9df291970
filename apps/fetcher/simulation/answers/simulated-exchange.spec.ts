import { describe, expect, it } from '@jest/globals';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { happening } from '../time-line/event-of-kind.fixture.js';
import { around, marketIn, marketOf } from './questions.fixture.js';
import { SimulatedExchange } from './simulated-exchange.js';
import { World } from '../world.js';

describe('The simulated exchange', () => {
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
      expect(rows.map(({ state }) => state)).toEqual(isForGood ? ['never-due'] : []);
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

  it('refuses questions that no exchange answers', async () => {
    const world = World.ofSeed(1, { kinds: [], timeframe: '1h' });
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
