import { describe, expect, it } from '@jest/globals';
import { PermanentError } from '@fullcarry/domain/errors';
import { HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { happening } from '../time-line/event-of-kind.fixture.js';
import { around, marketIn, marketOf } from './questions.fixture.js';

describe('The lists and tickers of the simulated exchange', () => {
  it('announces an interval from its announcement on, and settles by it', async () => {
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
        timeLine.events.some(
          (one) => one.kind === 'delisting' && one.announcedFromMs !== undefined,
        ),
      ['delisting', 'zombie-rows'],
    );
    const { coin } = event.listing;
    expect(world.truth.namedAt(`${coin}/USDT:USDT`, event.atMs - 1)?.listing.id).toBe(coin);
    expect(world.truth.namedAt(`${coin}/USDT:USDT`, event.atMs)?.listing.id).toBe(`${coin}#2`);
    const [first, second] = world.truth.named(`${coin}USDT`);
    const market = marketOf(first!.listing);
    const end = first!.delisting!;
    const names = async () => (await exchange.markets()).map(({ nativeId }) => nativeId);
    at(end.atMs);
    expect(await exchange.delistedAtMs(market)).toBe(
      end.announcedFromMs! <= end.atMs ? end.endMs : undefined,
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
});
