import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { startNats } from '@fullcarry/testing/start-nats';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StepDesk, type Stepped } from './step-desk.js';
import { closeAll, closeLater, steppedExchange, type World } from './stepped-world.js';

const HOUR_MS = 3_600_000;
const END_MS = Date.parse('2026-08-01T12:07:00Z');
const START_MS = END_MS - 24 * HOUR_MS;
/** Between two cycles, without a word before it. */
const GONE_MS = Date.parse('2026-07-31T16:00:00Z');

const SETTINGS = deskSettings.parse({
  spotFeeBps: 0.1,
  perpFeeBps: 0.1,
  slippageBps: 0.1,
  entryNetYield: 0.001,
  minHoldingYield: -0.9,
});

describe('a perpetual that is gone', () => {
  let world: World;
  let before: Stepped;
  let after: Stepped;

  beforeAll(async () => {
    const exchange = await steppedExchange(START_MS, END_MS, ['BTCUSDT', 'ETHUSDT']);
    const database = await emptyDatabase('sqlite');
    closeLater(() => database.remove());
    const nats = await startNats();
    closeLater(() => nats.close());
    world = { EXCHANGE_URL: exchange.url, DATABASE_URL: database.url, NATS_URL: nats.url };
    const desk = new StepDesk(world, SETTINGS, { HISTORY_ENABLED: 'false' });
    await desk.started();
    before = await desk.cycle();
    await exchange.scenario({ delist: [{ symbol: 'BTCUSDT', at: GONE_MS }] });
    await exchange.moveClock(GONE_MS + 2 * HOUR_MS);
    after = await desk.cycle();
    await desk.end();
  }, 120_000);

  afterAll(closeAll);

  it('was opened like any other before', () => {
    expect(before.report.markets.find(({ nativeId }) => nativeId === 'BTCUSDT')?.action).toBe(
      'opened',
    );
  });

  it('is settled at the last mark price, and its coins are sold on the spot market (C7)', async () => {
    const database = await openDatabase(world.DATABASE_URL);
    closeLater(() => database.close());
    const store = new DeskStore(database, 'bybit');
    const positions = await store.allPositions();
    const btc = positions.find(({ legs }) => legs.short.nativeId === 'BTCUSDT');
    expect(btc).toMatchObject({ state: 'closed', legs: { short: { closedAtMs: GONE_MS } } });
    const fills = await store.fills(btc?.id ?? 0);
    const opened = fills.find(({ leg, side }) => leg === 'short' && side === 'sell');
    expect(fills.filter(({ how }) => how === 'delivered')).toMatchObject([
      {
        leg: 'short',
        side: 'buy',
        feeAmount: '0',
        filledAtMs: GONE_MS,
        quantity: opened?.quantity,
      },
    ]);
    expect(fills.at(-1)).toMatchObject({ leg: 'long', side: 'sell', how: 'traded' });
    expect(after.report.markets.find(({ nativeId }) => nativeId === 'BTCUSDT')).toMatchObject({
      action: 'closed',
      reasonCode: 'delisted',
    });
    expect(after.report.ledger.unexplainedUsdt).toBe('0');
  });
});
