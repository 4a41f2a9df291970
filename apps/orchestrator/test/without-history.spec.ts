import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import type { Replay } from '@fullcarry/testing/replay';
import { startNats } from '@fullcarry/testing/start-nats';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plus, read, times, write } from './fraction.js';
import { StepDesk, type Stepped } from './step-desk.js';
import { closeAll, closeLater, steppedExchange, type World } from './stepped-world.js';

const HOUR_MS = 3_600_000;
const END_MS = Date.parse('2026-08-01T12:07:00Z');
const START_MS = END_MS - 120 * HOUR_MS;

const SETTINGS = deskSettings.parse({
  spotFeeBps: 1,
  perpFeeBps: 1,
  slippageBps: 0.5,
  entryNetYield: 0.01,
  restHours: 1,
  notionalPerMarketUsdt: 1000,
});

/** What the exchange itself says was settled after one instant and up to another, as exact amounts. */
async function settled(
  exchange: Replay,
  nativeId: string,
  contracts: string,
  afterMs: number,
  toMs: number,
): Promise<string[]> {
  const ask = async (path: string): Promise<{ result: { list: unknown[] } }> => {
    const response = await fetch(`${exchange.url}/v5/market/${path}&symbol=${nativeId}`);
    return (await response.json()) as { result: { list: unknown[] } };
  };
  const window = `startTime=${afterMs + 1}&endTime=${toMs}`;
  const history = await ask(`funding/history?category=linear&limit=200&${window}`);
  const amounts: string[] = [];
  for (const row of history.result.list.reverse()) {
    const { fundingRate, fundingRateTimestamp } = row as Record<string, string>;
    const start = Number(fundingRateTimestamp) - HOUR_MS;
    const hour = await ask(`kline?category=linear&interval=60&start=${start}&end=${start}`);
    const [candle] = hour.result.list as string[][];
    amounts.push(write(times(read(fundingRate ?? ''), read(contracts), read(candle?.[4] ?? ''))));
  }
  return amounts;
}

describe('a desk without stored history', () => {
  let exchange: Replay;
  let world: World;
  let desk: StepDesk;
  const steppeds: Stepped[] = [];

  beforeAll(async () => {
    exchange = await steppedExchange(START_MS, END_MS, ['BTCUSDT', 'ETHUSDT', 'BNBUSDT']);
    const database = await emptyDatabase('sqlite');
    closeLater(() => database.remove());
    const nats = await startNats();
    closeLater(() => nats.close());
    world = { EXCHANGE_URL: exchange.url, DATABASE_URL: database.url, NATS_URL: nats.url };
    desk = new StepDesk(world, SETTINGS, { HISTORY_ENABLED: 'false' });
    await desk.started();
    // The rates are two answers, the pair is judged by two before each leg, whose own price is one more.
    await exchange.faults([{ kind: 'http-500', path: 'market/tickers', nth: 8 }]);
    for (let atMs = START_MS; atMs <= END_MS; atMs += 6 * HOUR_MS) {
      await exchange.moveClock(atMs);
      steppeds.push(await desk.cycle());
    }
  }, 300_000);

  afterAll(closeAll);

  it('takes the first leg back when the second one fails, and opens again later', async () => {
    const [first] = steppeds;
    const failed = first?.report.markets.find(({ reasonCode }) => reasonCode === 'leg-failed');
    expect(failed?.reason).toMatch(/^The short leg could not be opened: /);
    expect(first?.report.warnings).toHaveLength(1);
    const database = await openDatabase(world.DATABASE_URL);
    const store = new DeskStore(database, 'bybit');
    const unwound = (await store.allPositions()).filter(({ state }) => state === 'unwound');
    expect(unwound.map(({ legs }) => legs.short.symbol)).toEqual([failed?.symbol]);
    const fills = await store.fills(unwound[0]?.id ?? 0);
    expect(fills.map(({ leg }) => leg)).toEqual(['long', 'long']);
    expect(fills.map(({ side }) => side).sort()).toEqual(['buy', 'sell']);
    await database.close();
  });

  it('books what the exchange settled, no market being closed to it for want of proof', async () => {
    const database = await openDatabase(world.DATABASE_URL);
    const store = new DeskStore(database, 'bybit');
    let booked = 0;
    for (const position of await store.allPositions()) {
      const { openedAtMs, nativeId, targetQuantity, ...short } = position.legs.short;
      if (openedAtMs === undefined) continue;
      const toMs = short.closedAtMs ?? short.fundingBookedToMs ?? 0;
      const payments = await store.fundingPayments(position.id);
      const amounts = await settled(exchange, nativeId, targetQuantity, openedAtMs, toMs);
      expect(payments.map(({ amountUsdt }) => amountUsdt)).toEqual(amounts);
      expect(short.fundingUsdt).toBe(write(plus(...amounts.map(read))));
      booked += amounts.length;
    }
    expect(booked).toBeGreaterThan(10);
    await database.close();
  });

  it('asks nobody for history', () => {
    expect(steppeds.map(({ report }) => report.rowsSynced)).toEqual(steppeds.map(() => null));
    expect(steppeds.slice(1).flatMap(({ report }) => report.warnings)).toEqual([]);
  });

  it('stops itself when the last digit of the money is wrong', async () => {
    const database = await openDatabase(world.DATABASE_URL);
    const store = new DeskStore(database, 'bybit');
    const before = await store.desk();
    const wrong = `${before?.cashUsdt}1`;
    await database.execute('UPDATE desk SET cash_usdt = $1', wrong);
    await expect(desk.cycle()).rejects.toThrow('The ledger does not add up');
    expect(await store.desk()).toEqual({
      ...before,
      cashUsdt: wrong,
      mode: 'emergency-stopped',
      modeNumber: 1,
      modeReason: 'The ledger does not add up',
    });
    await database.close();
  });
});
