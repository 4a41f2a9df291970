import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { DeskLedgerStore } from './desk-ledger-store.js';
import { stopFromOutside } from './desk-mode-rows.js';
import { bought, INTENT, payment } from './desk-rows.fixture.js';
import { DeskCurveStore } from './desk-curve-store.js';
import { DeskStore } from './desk-store.js';
import { FencedError } from '../database/fenced-error.js';
import { openDatabase } from '../database/open-database.js';
import { PositionLedgerStore } from './position-ledger-store.js';

const FIRST = { source: 'live', startingEquityUsdt: '10000.00' };

describe.each(DATABASES)('the ledger of a desk (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let reads: DeskStore;
  let curve: DeskCurveStore;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    reads = new DeskStore(database, 'bybit');
    curve = new DeskCurveStore(database, 'bybit');
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  function withLease(epoch: number) {
    const lease = { exchange: 'bybit', epoch, instance: `desk-${epoch}` };
    return {
      desk: new DeskLedgerStore(database, lease),
      positions: new PositionLedgerStore(database, lease),
    };
  }

  async function takenOver(epoch: number) {
    const stores = withLease(epoch);
    await stores.desk.takeOver(FIRST);
    return stores;
  }

  it('began with what it began with on each of its exchanges', async () => {
    expect(await reads.startingEquityUsdt()).toBeUndefined();
    const { desk } = await takenOver(7);
    await desk.openAccount('okx', '2500.50');
    expect(await reads.startingEquityUsdt()).toBe('12500.5');
  });

  it('fixes the starting equity with the first run', async () => {
    await takenOver(7);
    await withLease(8).desk.takeOver({ source: 'live', startingEquityUsdt: '5' });
    expect(await reads.desk()).toEqual({
      exchange: 'bybit',
      source: 'live',
      epoch: 8,
      instance: 'desk-8',
      startingEquityUsdt: '10000',
      cashUsdt: '10000',
      peakEquityUsdt: '10000',
      mode: 'running',
      modeReason: undefined,
      lastCycle: 0,
      modeNumber: 0,
      correctionsUsdt: '0',
    });
  });

  it('books a fill with its money and its position once, however often it comes', async () => {
    const { positions } = await takenOver(1);
    const id = await positions.saveIntent(INTENT);
    expect(await positions.saveFills([bought(id)], 'filled', 0.5)).toMatchObject({
      state: 'opening',
    });
    expect(await positions.saveFills([bought(id)], 'filled', 0.5)).toBeUndefined();
    expect((await reads.desk())?.cashUsdt).toBe('9989.9899999999998999');
    const { purpose: _, fee, ...storedFill } = bought(id);
    const stored = { ...storedFill, number: 1, feeAmount: fee.amount, feeCoin: fee.coin };
    expect(await reads.fills(id)).toEqual([{ ...stored, epoch: 1, instance: 'desk-1' }]);
    expect(await reads.position(id)).toMatchObject({
      ...{ state: 'opening', openReason: INTENT.openReason },
      legs: {
        long: {
          ...{ symbol: 'BTC/USDT', targetQuantity: '0.1', openedQuantity: '0.1' },
          ...{ openedValueUsdt: '10.0000000000001', feesUsdt: '0.0100000000000001' },
        },
        short: { symbol: 'BTC/USDT:USDT', openedQuantity: '0', collateralUsdt: '0' },
      },
    });
  });

  it('books all fills of an order in one, a fee in coins as coins that are not held', async () => {
    const { positions } = await takenOver(1);
    const id = await positions.saveIntent(INTENT);
    const order = { positionId: id, purpose: 'open', leg: 'long', side: 'buy' } as const;
    const sent = { ...order, quantity: '0.1', limitPrice: '101', timeInForce: 'ioc' } as const;
    const clientOrderId = await positions.saveOrder(sent, 'a1b2c3d4', 7);
    const fee = (amount: string) => ({ amount, coin: 'BTC' });
    const fills = [
      { ...bought(id), clientOrderId, quantity: '0.04', price: '100', fee: fee('0.00004') },
      { ...bought(id), clientOrderId, quantity: '0.02', price: '100.5', fee: fee('0.00002') },
    ] as const;
    await positions.saveFills(fills, 'partly', 0.5);
    expect(await positions.saveFills(fills, 'partly', 0.5)).toBeUndefined();
    expect((await reads.legOrders(id)).map(({ state }) => state)).toEqual(['partly']);
    expect((await reads.fills(id)).map(({ number, quantity }) => [number, quantity])).toEqual([
      [1, '0.04'],
      [2, '0.02'],
    ]);
    // 0.04 · 100 + 0.02 · 100.5 are paid.
    expect((await reads.desk())?.cashUsdt).toBe('9993.99');
    expect((await reads.position(id))?.legs.long).toMatchObject({
      // 0.06 without the fees; 0.00004 · 100 + 0.00002 · 100.5 of fees.
      ...{ openedQuantity: '0.05994', openedValueUsdt: '6.00399', feesUsdt: '0.00601' },
      lot: { quantityStep: '0.0001', minQuantity: '0.001', minNotionalUsdt: '5' },
    });
    const stranger = { ...bought(id), clientOrderId: 'x', quantity: '0.2' };
    await expect(
      positions.saveFills([{ ...stranger, quantity: '0.01' }, stranger], 'filled', 0.5),
    ).rejects.toThrow('A leg was filled that was not due');
    expect(await reads.fills(id)).toHaveLength(2);
  });

  it('books each settlement of a position once, and remembers how far they are known', async () => {
    const { positions } = await takenOver(1);
    const id = await positions.saveIntent(INTENT);
    await positions.saveFunding(
      id,
      'short',
      [payment(1_790_000_010_000, '0.001')],
      1_790_000_020_000,
    );
    const again = [payment(1_790_000_010_000, '0.001'), payment(1_790_000_030_000, '-0.003')];
    expect(await positions.saveFunding(id, 'short', again, undefined)).toEqual([again[1]]);
    expect((await reads.position(id))?.legs.short).toMatchObject({
      fundingUsdt: '-0.002',
      settlementsBooked: 2,
      fundingBookedToMs: 1_790_000_020_000,
    });
    expect((await reads.desk())?.cashUsdt).toBe('9999.998');
  });

  it('writes nothing for a desk whose lease is not the newest', async () => {
    const frozen = await takenOver(1);
    const id = await frozen.positions.saveIntent(INTENT);
    const fresh = await takenOver(2);
    await expect(frozen.positions.saveFills([bought(id)], 'filled', 0.5)).rejects.toThrow(
      FencedError,
    );
    await expect(frozen.positions.saveIntent(INTENT)).rejects.toThrow(FencedError);
    await expect(frozen.desk.changeMode({ kind: 'pause', reason: 'late' }, 1)).rejects.toThrow(
      FencedError,
    );
    await expect(frozen.positions.saveFunding(id, 'short', [payment(1, '1')], 1)).rejects.toThrow(
      FencedError,
    );
    await expect(withLease(2).desk.takeOver(FIRST)).rejects.toThrow(FencedError);
    await expect(frozen.desk.takeOver(FIRST)).rejects.toThrow(FencedError);
    expect(await reads.fills(id)).toEqual([]);
    expect((await reads.desk())?.cashUsdt).toBe('10000');
    expect(await reads.allPositions()).toHaveLength(1);
    await fresh.positions.saveFills([bought(id)], 'filled', 0.5);
    expect((await reads.fills(id)).map(({ epoch }) => epoch)).toEqual([2]);
  });

  it('lets one of a take-over and a trade at the same moment come first, never both halfway', async () => {
    const { positions } = await takenOver(1);
    const id = await positions.saveIntent(INTENT);
    const [traded] = await Promise.allSettled([
      positions.saveFills([bought(id)], 'filled', 0.5),
      takenOver(2),
    ]);
    const fills = await reads.fills(id);
    expect(fills).toHaveLength(traded.status === 'fulfilled' ? 1 : 0);
    expect((await reads.desk())?.cashUsdt).toBe(
      traded.status === 'fulfilled' ? '9989.9899999999998999' : '10000',
    );
  });

  it('keeps each cycle with its point of the equity curve, and pauses with it', async () => {
    const { desk } = await takenOver(1);
    const ledger = {
      startingEquityUsdt: '10000',
      cashUsdt: '9000',
      equityUsdt: '8999.5',
      realisedUsdt: '0',
      unrealisedUsdt: '-1000.5',
      fundingUsdt: '0',
      feesUsdt: '0',
      correctionsUsdt: '0',
      unexplainedUsdt: '0',
    };
    for (const number of [1, 2, 3]) {
      await desk.saveCycle({
        number,
        startedAtMs: 1_790_000_000_000 + number,
        report: `{"number":${number}}`,
        ledger,
        peakEquityUsdt: '10000',
        pausedBecause: number === 3 ? 'Equity fell by 10.00 %' : undefined,
      });
    }
    expect((await curve.cycles({ limit: 2 })).map(({ number }) => number)).toEqual([3, 2]);
    expect((await curve.cycles({ before: 2, limit: 2 })).map(({ report }) => report)).toEqual([
      '{"number":1}',
    ]);
    const window = { fromMs: 0, toMs: 1_790_000_000_003 };
    expect((await curve.equityPoints(window)).map(({ cycle }) => cycle)).toEqual([1, 2]);
    expect(
      (await curve.equityPoints({ ...window, toMs: Number.MAX_SAFE_INTEGER }, 2)).at(-1),
    ).toMatchObject({
      cycle: 3,
      equityUsdt: '8999.5',
      unrealisedUsdt: '-1000.5',
    });
    expect(await reads.desk()).toMatchObject({
      mode: 'paused',
      modeReason: 'Equity fell by 10.00 %',
      lastCycle: 3,
    });
  });

  it('keeps mode changes in one order, in which an emergency stop is undone by nothing older', async () => {
    const { desk } = await takenOver(1);
    await desk.changeMode({ kind: 'pause', reason: 'Lunch' }, 1);
    // By a process that has no lease, and then by the one that has it: done once.
    const by = { exchange: 'bybit', instance: 'stand-by', atMs: 2 };
    expect(await stopFromOutside(database, by, 'SIGUSR1')).toBe('stopped');
    expect(await stopFromOutside(database, by, 'SIGUSR1')).toBe('was-stopped');
    const start = { kind: 'start', seenNumber: 1 } as const;
    await expect(desk.changeMode(start, 3)).rejects.toThrow('was stopped after');
    expect(await desk.changeMode({ kind: 'pause', reason: 'Late' }, 4)).toBe(false);
    expect(await reads.desk()).toMatchObject({
      mode: 'emergency-stopped',
      modeReason: 'SIGUSR1',
      modeNumber: 2,
    });
    expect(await desk.changeMode({ kind: 'start', seenNumber: 2 }, 5, '9000')).toBe(true);
    expect(await reads.modeChanges()).toEqual([
      { number: 1, mode: 'paused', reason: 'Lunch', changedAtMs: 1, instance: 'desk-1' },
      {
        number: 2,
        mode: 'emergency-stopped',
        reason: 'SIGUSR1',
        changedAtMs: 2,
        instance: 'stand-by',
      },
      { number: 3, mode: 'running', reason: undefined, changedAtMs: 5, instance: 'desk-1' },
    ]);
    expect((await reads.desk())?.peakEquityUsdt).toBe('9000');
  });

  it('has nothing to stop before a desk ever ran', async () => {
    const by = { exchange: 'bybit', instance: 'stand-by', atMs: 2 };
    expect(await stopFromOutside(database, by, 'SIGUSR1')).toBe('no-desk');
  });

  it('books a correction, and sums again what payments say', async () => {
    const { desk, positions } = await takenOver(1);
    const id = await positions.saveIntent(INTENT);
    await positions.saveFills([bought(id)], 'filled', 0.5);
    await positions.saveFunding(
      id,
      'short',
      [payment(1_790_000_010_000, '0.001')],
      1_790_000_020_000,
    );
    await database.execute(`UPDATE position_leg SET funding_usdt = '9'`);
    const correction = { amountUsdt: '-0.5', reason: 'Counted by hand', bookedAtMs: 9 };
    await desk.saveCorrection(correction);
    expect(await reads.corrections()).toEqual([{ number: 1, ...correction, epoch: 1 }]);
    expect((await reads.desk())?.correctionsUsdt).toBe('-0.5');
    expect((await reads.position(id))?.legs).toMatchObject({
      long: { fundingUsdt: '0', feesUsdt: '0.0100000000000001' },
      short: { fundingUsdt: '0.001', settlementsBooked: 1 },
    });
  });
});
