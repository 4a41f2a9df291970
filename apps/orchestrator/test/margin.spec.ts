import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { StoredFill } from '@fullcarry/history/desk/desk-rows';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { Facts } from '@fullcarry/testing/facts';
import { command } from '@fullcarry/testing/command';
import { startApp } from '@fullcarry/testing/start-app';
import { startNats } from '@fullcarry/testing/start-nats';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { minus, plus, read, times, write, ZERO } from './fraction.js';
import { closeAll, closeLater, steppedExchange } from './stepped-world.js';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-07-31T09:07:00Z');
/** No settlement lies between them. */
const LATER_MS = START_MS + 4 * HOUR_MS;

/** Every market is opened, and nothing but its margin ends it. */
const SETTINGS = deskSettings.parse({
  ...{ entryNetYield: 0, minHoldingYield: -0.9, maxBreakEvenHours: 80_000, holdingHours: 8_760 },
  ...{
    minTurnoverUsdt24h: 0,
    maxPaidBps: 10_000,
    spotFeeBps: 0.1,
    perpFeeBps: 0.1,
    slippageBps: 0.1,
  },
  ...{ maxHeldBasis: 10, maxDrawdown: 1, perpMarginShare: 0.5 },
});

describe('a price that is three times as high between two cycles, and back (C11)', () => {
  let after: DeskCycle;
  let positions: StoredPosition[];
  let fills: StoredFill[];
  let cashUsdt: string | undefined;

  beforeAll(async () => {
    const exchange = await steppedExchange(START_MS, LATER_MS, ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']);
    const database = await emptyDatabase('sqlite');
    closeLater(() => database.remove());
    const nats = await startNats();
    closeLater(() => nats.close());
    const facts = await Facts.open(nats.url, ['desk.cycle']);
    closeLater(() => facts.close());
    const desk = startApp('orchestrator', {
      environment: {
        ...{ EXCHANGE_URL: exchange.url, DATABASE_URL: database.url, NATS_URL: nats.url },
        ...{ HISTORICAL_ENABLED: 'false', METRICS_PORT: '0' },
        ...{ SCAN_INTERVAL_SECONDS: '0.3', POLL_SECONDS: '0.3', DESK_RATE_BUDGET: '0.8' },
      },
    });
    closeLater(() => desk.stop('SIGKILL'));
    await facts.next<DeskCycle>('desk.cycle');
    const ask = JSON.stringify({ v: 1, settings: SETTINGS });
    await command(nats.url, 'order.desk.configure', ask);
    await facts.next<DeskCycle>('desk.cycle', { isIt: ({ held }) => held === 3 });
    // BTC only shows it in the high of an hour between the cycles; ETH still stands there at the next one.
    const [btc, eth] = await Promise.all(
      ['BTCUSDT', 'ETHUSDT'].map(async (symbol) => tripled(await priceOf(exchange.url, symbol))),
    );
    const now = { open: eth, high: eth, low: eth, close: eth };
    await exchange.scenario({
      revisions: [
        { symbol: 'BTCUSDT', openAt: hourOf(START_MS + HOUR_MS), high: btc },
        { symbol: 'ETHUSDT', openAt: hourOf(LATER_MS), ...now },
      ],
    });
    await exchange.moveClock(LATER_MS);
    after = await facts.next<DeskCycle>('desk.cycle', {
      isIt: ({ startedAtMs, held }) => startedAtMs >= LATER_MS && held === 1,
    });
    await desk.stop();
    const opened = await openDatabase(database.url);
    const store = new DeskStore(opened, 'bybit');
    positions = await store.allPositions();
    fills = (await Promise.all(positions.map(({ id }) => store.fills(id)))).flat();
    cashUsdt = (await store.desk())?.cashUsdt;
    await opened.close();
  }, 240_000);

  afterAll(closeAll);

  const of = (nativeId: string) => {
    const position = positions.find(({ legs }) => legs.short.nativeId === nativeId);
    if (!position) throw new Error(`${nativeId} was not opened`);
    return { position, own: fills.filter(({ positionId }) => positionId === position.id) };
  };

  it.each(['BTCUSDT', 'ETHUSDT'])(
    'costs %s its margin, no fee for a closing, and the coins are sold',
    (nativeId) => {
      const { position, own } = of(nativeId);
      expect(position.state).toBe('closed');
      const entry = own.find(({ leg, side }) => leg === 'short' && side === 'sell');
      const ended = own.filter(({ how }) => how === 'liquidated');
      // Half of the notional was put aside: it is gone at one and a half times the price.
      const price = write(times(read(entry?.price ?? ''), read('1.5')));
      expect(ended).toMatchObject([
        {
          leg: 'short',
          side: 'buy',
          feeAmount: '0',
          feeCoin: 'USDT',
          price,
          quantity: entry?.quantity,
        },
      ]);
      expect(own.at(-1)).toMatchObject({ leg: 'long', side: 'sell', how: 'traded' });
    },
  );

  it('leaves alone what did not meet it', () => {
    expect(of('SOLUSDT').position.state).toBe('open');
  });

  it('is in the books to the last digit', () => {
    const cash = fills.reduce((sum, { leg, side, price, quantity, feeAmount, positionId }) => {
      const isHeldPerpetual = leg === 'short' && positionId === of('SOLUSDT').position.id;
      const value = times(read(price), read(quantity));
      const paid = side === 'sell' ? value : minus(ZERO, value);
      // Of a perpetual that is held only the collateral is bound.
      const moved = isHeldPerpetual ? minus(ZERO, times(value, read('0.5'))) : paid;
      return minus(plus(sum, moved), read(feeAmount));
    }, read('10000'));
    expect(cashUsdt).toBe(write(cash));
    expect(after.ledger.unexplainedUsdt).toBe('0');
  });
});

async function priceOf(url: string, symbol: string): Promise<string> {
  const answer = await fetch(`${url}/v5/market/tickers?category=linear&symbol=${symbol}`);
  const { result } = (await answer.json()) as { result: { list: { lastPrice: string }[] } };
  return result.list[0]?.lastPrice ?? '';
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

function tripled(price: string): string {
  return write(times(read(price), read('3')));
}
