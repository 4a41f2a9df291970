import { DAY_MS } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { DeskLedgerStore } from './desk-ledger-store.js';
import { INTENT } from './desk-rows.fixture.js';
import { DeskCurveStore } from './desk-curve-store.js';
import { JournalStore, saveAlert } from './journal-store.js';
import { openDatabase } from '../database/open-database.js';
import { PositionLedgerStore } from './position-ledger-store.js';

const LEASE = { exchange: 'bybit', epoch: 1, instance: 'desk-1' };
const ALL = { beforeMs: Number.MAX_SAFE_INTEGER, limit: 100 };
const AT_MS = 1_790_000_000_000;

describe.each(DATABASES)('the journal of a desk (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let desk: DeskLedgerStore;
  let journal: JournalStore;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    desk = new DeskLedgerStore(database, LEASE);
    await desk.takeOver({ source: 'live', startingEquityUsdt: '10000' });
    journal = new JournalStore(database, 'bybit');
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  it('keeps of each change of the settings what was before, and who ordered it', async () => {
    await desk.saveSettings('{"spotFeeBps":10}', AT_MS, 'npm start');
    await desk.saveSettings('{"spotFeeBps":2}', AT_MS + 1, 'a person');
    await desk.saveSettings('{"spotFeeBps":2}', AT_MS + 2, 'a person');
    const [second, first, ...others] = await journal.settingChanges(ALL);
    expect(first).toMatchObject({ settingsBefore: undefined, orderedBy: 'npm start' });
    expect(second).toMatchObject({
      ...{ settingsBefore: '{"spotFeeBps":10}', settingsAfter: '{"spotFeeBps":2}' },
      ...{ orderedBy: 'a person', atMs: AT_MS + 1 },
    });
    // Saving what is there already changes nothing.
    expect(others).toEqual([]);
  });

  it('tells an order by its fill, and one without by when it was sent', async () => {
    const positions = new PositionLedgerStore(database, LEASE);
    const positionId = await positions.saveIntent(INTENT);
    const leg = { positionId, purpose: 'open', leg: 'long', side: 'buy', quantity: '0.1' } as const;
    const ioc = { ...leg, timeInForce: 'ioc' } as const;
    const refused = await positions.saveOrder({ ...ioc, limitPrice: '99' }, 'a1b2c3d4', AT_MS);
    await positions.saveRejected(refused);
    const order = await positions.saveOrder({ ...ioc, limitPrice: '101' }, 'a1b2c3d4', AT_MS + 1);
    const filled = {
      ...leg,
      clientOrderId: order,
      price: '100.5',
      fee: { amount: '0.01', coin: 'USDT' },
      filledAtMs: AT_MS + 5,
      how: 'traded',
      priceFrom: 'order-book',
    } as const;
    const dearer = { ...filled, quantity: '0.02', price: '101', filledAtMs: AT_MS + 6 };
    await positions.saveFills([{ ...filled, quantity: '0.06' }, dearer], 'partly', 0.5);

    const [newest, oldest] = await journal.orders(ALL);
    expect(newest).toMatchObject({
      state: 'partly',
      // (0.06 · 100.5 + 0.02 · 101) / 0.08
      ...{ filledQuantity: '0.08', price: '100.625', feeUsdt: '0.02' },
      atMs: AT_MS + 5,
    });
    expect(newest).toMatchObject({
      nativeId: 'BTCUSDT',
      leg: 'spot',
      reason: 'It pays',
      limitPrice: '101',
    });
    expect(oldest).toMatchObject({ state: 'rejected', price: undefined, atMs: AT_MS });
    expect(await journal.orders({ beforeMs: AT_MS + 5, limit: 1 })).toEqual([oldest]);
    expect(await new JournalStore(database, 'okx').orders(ALL)).toEqual([]);
  });

  it('tells when a position was opened once both legs are held, whichever came first', async () => {
    const positions = new PositionLedgerStore(database, LEASE);
    const positionId = await positions.saveIntent(INTENT);
    expect(await journal.trades(ALL)).toEqual([]);
    for (const leg of ['long', 'short'] as const) {
      const side = leg === 'long' ? ('buy' as const) : ('sell' as const);
      const fill = {
        positionId,
        purpose: 'open',
        leg,
        side,
        quantity: '0.1',
        price: '100',
        fee: { amount: '0.01', coin: 'USDT' },
        how: 'traded',
        priceFrom: 'last-price',
      } as const;
      const clientOrderId = `${positionId}-open-${leg}`;
      const filledAtMs = AT_MS + (leg === 'long' ? 7 : 6);
      await positions.saveFills([{ ...fill, clientOrderId, filledAtMs }], 'filled', 0.5);
    }
    expect(await journal.trades(ALL)).toEqual([{ positionId, change: 'opened', atMs: AT_MS + 7 }]);
  });

  it('numbers alerts and changes of the mode in their order', async () => {
    await saveAlert(database, 'bybit', { kind: 'unhedged', text: 'One leg stands alone', atMs: 1 });
    await saveAlert(database, 'bybit', { kind: 'hedged-again', text: 'No leg does', atMs: 2 });
    expect((await journal.alerts(ALL)).map(({ number, kind: alert }) => [number, alert])).toEqual([
      [2, 'hedged-again'],
      [1, 'unhedged'],
    ]);
    await desk.changeMode({ kind: 'pause', reason: 'Paused by a person' }, AT_MS);
    expect(await journal.modeChanges(ALL)).toMatchObject([{ mode: 'paused', atMs: AT_MS }]);
  });

  it('sums up the equity curve: the last point of each day, and the deepest fall from a peak', async () => {
    const curve = new DeskCurveStore(database, 'bybit');
    expect(await curve.maxDrawdown('10000')).toBe(0);
    expect(await curve.firstPointAtMs()).toBeUndefined();
    const firstMs = Math.floor(AT_MS / DAY_MS) * DAY_MS;
    const equities = [9_990, 10_100, 9_595, 10_200, 10_150];
    for (const [index, equity] of equities.entries()) {
      await desk.saveCycle({
        number: index + 1,
        startedAtMs: firstMs + index * (DAY_MS / 2),
        report: '{}',
        ledger: ledgerOf(String(equity)),
        peakEquityUsdt: '10200',
        pausedBecause: undefined,
      });
    }
    const days = await curve.lastPointsOfDays(10);
    expect(days.map(({ equityUsdt }) => equityUsdt)).toEqual(['10100', '10200', '10150']);
    expect((await curve.lastPointsOfDays(2)).map(({ cycle }) => cycle)).toEqual([4, 5]);
    expect(await curve.firstPointAtMs()).toBe(firstMs);
    expect(await curve.maxDrawdown('10000')).toBeCloseTo((10_100 - 9_595) / 10_100);
    expect(await curve.maxDrawdown('20000')).toBeCloseTo((20_000 - 9_595) / 20_000);
  });
});

function ledgerOf(equityUsdt: string) {
  const nothing = { realisedUsdt: '0', unrealisedUsdt: '0', fundingUsdt: '0', feesUsdt: '0' };
  const rest = { startingEquityUsdt: '10000', cashUsdt: '0', correctionsUsdt: '0' };
  return { ...nothing, ...rest, equityUsdt, unexplainedUsdt: '0' };
}
