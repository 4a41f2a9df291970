import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { Action } from '@fullcarry/domain/desk/decide/action';
import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import { exitPrice } from '@fullcarry/domain/desk/book/position-leg';
import { takenOverAt } from '@fullcarry/domain/desk/ends/settled-by-exchange';
import { isUnhedged } from '@fullcarry/domain/desk/trade/next-leg';
import type { Opening } from '@fullcarry/domain/desk/decide/opening';
import type { Database } from '@fullcarry/history/database/database';
import { storedBook } from '@fullcarry/history/desk/desk-book';
import { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { PositionLedgerStore } from '@fullcarry/history/desk/position-ledger-store';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PositionTrader } from '@fullcarry/domain/desk/perform/position-trader';
import { settleGone } from './settle-gone.js';
import { Venue } from './venue.fixture.js';

const SETTINGS = deskSettings.parse({});

const LOT = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };
const MARKET = { venue: 'bybit', nativeId: 'BTCUSDT', unitsPerContract: 1, price: '100', lot: LOT };
const OPENING: Opening = {
  legs: {
    long: { ...MARKET, instrument: 'spot', symbol: 'BTC/USDT', quantity: '20' },
    short: { ...MARKET, instrument: 'perpetual', symbol: 'BTC/USDT:USDT', quantity: '20' },
  },
  first: 'long',
  openedAtMs: 1_790_000_000_000,
  openReason: 'It pays',
};
const OPEN: Action = {
  kind: 'open',
  opening: OPENING,
  decided: { long: '100', short: '100', unitsPerContract: 1 },
};

describe('a trader', () => {
  let empty: EmptyDatabase;
  let database: Database;
  let reads: DeskStore;
  let venue: Venue;
  let trader: PositionTrader;
  let changes: string[];

  beforeEach(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    reads = new DeskStore(database, 'bybit');
    venue = new Venue();
    changes = [];
    trader = await takesOver(1, 'aaaaaaaa');
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  async function takesOver(epoch: number, run: string): Promise<PositionTrader> {
    const lease = { exchange: 'bybit', epoch, instance: `desk-${epoch}` };
    const desk = new DeskLedgerStore(database, lease);
    await desk.takeOver({ source: 'live', startingEquityUsdt: '10000' });
    const writes = new PositionLedgerStore(database, lease);
    const changed = (_: unknown, change: string) => changes.push(change);
    return new PositionTrader({
      ...{ reads, writes, executor: venue, run, changed },
      exchangeTimeMs: () => Promise.resolve(1_790_000_500_000),
      ownTimeMs: () => 1_790_000_500_000,
    });
  }

  async function position() {
    const book = await storedBook(reads);
    const only = [...(book?.positions.values() ?? [])].at(-1);
    if (!only) throw new Error('There is no position');
    return only;
  }

  const finish = async (by = trader) =>
    by.perform({ kind: 'finish', position: await position(), forward: true }, SETTINGS);
  const close = async (isPressing: boolean) => {
    const reason = { code: 'told', text: 'Told', isPressing };
    const decided = { long: '100', short: '100', unitsPerContract: 1 };
    return trader.perform({ kind: 'close', position: await position(), reason, decided }, SETTINGS);
  };

  it('opens both legs, each under an id of its own', async () => {
    expect(await trader.perform(OPEN, SETTINGS)).toBeUndefined();
    expect((await position()).state).toBe('open');
    expect(venue.seen.map(({ clientOrderId, limitPrice }) => [clientOrderId, limitPrice])).toEqual([
      ['aaaaaaaa-1-open-long-1', '100.5'],
      ['aaaaaaaa-1-open-short-2', '95'],
    ]);
    expect((await reads.legOrders(1)).map(({ state }) => state)).toEqual(['filled', 'filled']);
  });

  it('asks what became of an order that timed out, and takes back nothing until it is known (C16)', async () => {
    venue.mishaps.set(2, 'filled-unheard');
    const submit = venue.submit.bind(venue);
    venue.submit = async (...order) => {
      const outcome = await submit(...order);
      venue.isSilent = outcome.kind === 'unknown';
      return outcome;
    };
    expect(await trader.perform(OPEN, SETTINGS)).toMatchObject({ code: 'order-unknown' });
    expect(isUnhedged(await position())).toBe(true);
    // Nothing else is sent while nobody knows, neither forward nor back, whoever asks.
    expect(await finish()).toMatchObject({ code: 'order-unknown' });
    expect(await close(true)).toMatchObject({ code: 'order-unknown' });
    expect(venue.seen).toHaveLength(2);
    // A later desk finds out, and the short counts once.
    venue.isSilent = false;
    const later = await takesOver(2, 'bbbbbbbb');
    expect(await finish(later)).toBeUndefined();
    expect((await position()).state).toBe('open');
    expect(venue.seen).toHaveLength(2);
    expect((await reads.fills(1)).map(({ leg }) => leg).sort()).toEqual(['long', 'short']);
    expect(changes).toEqual(['opened']);
  });

  it('keeps both legs when an order that timed out was filled, and one of them has no price (seed 29)', async () => {
    venue.mishaps.set(2, 'filled-unheard');
    const status = venue.status.bind(venue);
    venue.status = () => Promise.resolve({ kind: 'unknown', reason: 'No answer in time' });
    await trader.perform(OPEN, SETTINGS);
    venue.status = status;
    venue.quoted = { long: undefined, short: '100' };
    expect(await close(true)).toMatchObject({ code: 'no-price' });
    expect((await position()).state).toBe('open');
  });

  it('takes the spot back when the order that timed out never arrived, and loses two fees (C16)', async () => {
    venue.mishaps.set(2, 'never-arrived');
    expect(await trader.perform(OPEN, SETTINGS)).toMatchObject({ code: 'leg-failed' });
    expect((await position()).state).toBe('unwound');
    expect((await reads.desk())?.cashUsdt).toBe('9996');
    expect(venue.seen.map(({ clientOrderId }) => clientOrderId)).toEqual([
      'aaaaaaaa-1-open-long-1',
      'aaaaaaaa-1-open-short-2',
      'aaaaaaaa-1-close-long-3',
    ]);
  });

  it('never gives an id twice, also when a restored back-up counts its positions again', async () => {
    await trader.perform(OPEN, SETTINGS);
    await database.execute('DELETE FROM fill');
    await database.execute('DELETE FROM leg_order');
    await database.execute('DELETE FROM position_leg');
    await database.execute('DELETE FROM position');
    await database.execute(`DELETE FROM sqlite_sequence WHERE name = 'position'`);
    const restored = await takesOver(2, 'bbbbbbbb');
    await restored.perform(OPEN, SETTINGS);
    expect((await position()).id).toBe(1);
    const ids = venue.seen.map(({ clientOrderId }) => clientOrderId);
    expect(new Set(ids).size).toBe(4);
  });

  it('sends nothing when the perpetual stands at 80, and takes the spot back when it falls there (C5)', async () => {
    venue.quoted = { long: '100', short: '80' };
    expect(await trader.perform(OPEN, SETTINGS)).toMatchObject({ code: 'pair-moved' });
    expect(venue.seen).toEqual([]);
    venue.quoted = { long: '100', short: '100' };
    const submit = venue.submit.bind(venue);
    venue.submit = (...order) => {
      const outcome = submit(...order);
      venue.quoted = { long: '100', short: '80' };
      return outcome;
    };
    expect(await trader.perform(OPEN, SETTINGS)).toMatchObject({ code: 'leg-failed' });
    expect((await position()).state).toBe('unwound');
    expect((await reads.desk())?.cashUsdt).toBe('9996');
  });

  it('begins no closing while a leg has no price, however pressing it is (C1)', async () => {
    await trader.perform(OPEN, SETTINGS);
    venue.quoted = { long: undefined, short: '90' };
    expect(await close(true)).toMatchObject({ code: 'no-price' });
    expect((await position()).state).toBe('open');
    venue.quoted = { long: '90', short: '90' };
    expect(await close(true)).toBeUndefined();
    expect((await position()).state).toBe('closed');
    expect(changes).toEqual(['opened', 'closed']);
  });

  it('waits with what can wait while the basis is worse than decided', async () => {
    await trader.perform(OPEN, SETTINGS);
    venue.quoted = { long: '100', short: '101' };
    expect(await close(false)).toMatchObject({ code: 'pair-moved' });
    expect(await close(true)).toBeUndefined();
  });

  it('books at which price the exchange settled a perpetual that is gone, as a person says, and sells the coins (C7)', async () => {
    await trader.perform(OPEN, SETTINGS);
    const asked = { market: 'btcusdt', price: '97.5', reason: 'Delivered' };
    const settle = async () =>
      settleGone(venue, trader, [await position()], asked, SETTINGS, 1_790_000_400_000);
    await expect(settle()).rejects.toThrow(
      'The exchange trades BTC/USDT:USDT at 100 now: what still trades is closed, not settled',
    );

    venue.quoted = { long: '99', short: undefined };
    expect(await settle()).toEqual({ positionId: 1, price: '97.5', left: undefined });
    const settled = await position();
    expect(settled).toMatchObject({
      state: 'closed',
      closeReason: 'Settled at 97.5: Delivered',
      legs: { short: { closedValueUsdt: '1950', closedAtMs: 1_790_000_400_000 } },
    });
    expect((await reads.fills(1)).map(({ leg, how, feeAmount }) => [leg, how, feeAmount])).toEqual(
      expect.arrayContaining([['short', 'delivered', '0']]),
    );
    await expect(settle()).rejects.toThrow('No position of btcusdt is held; held is nothing');
  });

  const legs = async () => {
    const { state, legs: both } = await position();
    const held = ({ long, short }: typeof both) =>
      [long, short].map((leg) => Number(leg.openedQuantity) - Number(leg.closedQuantity));
    return [state, ...held(both)];
  };
  const sent = () =>
    venue.seen.map(({ purpose, leg, quantity }) => `${purpose} ${leg} ${quantity}`);

  it('opens as much of the second leg as the first one really got, in however many fills', async () => {
    venue.holds.set(1, ['4', '3.5']);
    expect(await trader.perform(OPEN, SETTINGS)).toBeUndefined();
    expect(sent()).toEqual(['open long 20', 'open short 7.5']);
    expect(await legs()).toEqual(['open', 7.5, 7.5]);
    expect((await reads.fills(1)).map(({ quantity, priceFrom }) => [quantity, priceFrom])).toEqual([
      ['4', 'order-book'],
      ['3.5', 'order-book'],
      ['7.5', 'order-book'],
    ]);
    expect(
      (await reads.legOrders(1)).map(({ state, timeInForce }) => [state, timeInForce]),
    ).toEqual([
      ['partly', 'ioc'],
      ['filled', 'ioc'],
    ]);
    expect(changes).toEqual(['opened']);
  });

  it('tries the rest of the second leg again, and goes back with what it does not get', async () => {
    venue.holds.set(2, ['12']);
    venue.holds.set(3, []);
    expect(await trader.perform(OPEN, SETTINGS)).toBeUndefined();
    expect(sent()).toEqual(['open long 20', 'open short 20', 'open short 8', 'close long 8']);
    expect(await legs()).toEqual(['open', 12, 12]);
  });

  it('books a part that was only heard of later, and goes on with as much (C16)', async () => {
    venue.holds.set(1, ['6']);
    venue.mishaps.set(1, 'filled-unheard');
    const cancel = venue.cancel.bind(venue);
    venue.cancel = () => Promise.resolve({ kind: 'unknown', reason: 'No answer in time' });
    expect(await trader.perform(OPEN, SETTINGS)).toMatchObject({ code: 'order-unknown' });
    venue.cancel = cancel;
    const later = await takesOver(2, 'bbbbbbbb');
    expect(await finish(later)).toBeUndefined();
    expect(sent()).toEqual(['open long 20', 'open short 6']);
    expect(await legs()).toEqual(['open', 6, 6]);
  });

  it('books a liquidation at the price of all that is held, also of what was only heard of later (seed 1243)', async () => {
    venue.holds.set(2, ['10']);
    const { cancel } = venue;
    // The rest of the short is tried twice, the second time at a lower price and unheard.
    const submit = venue.submit.bind(venue);
    venue.submit = async (...order) => {
      const outcome = await submit(...order);
      if (venue.seen.length === 2) venue.quoted = { long: '100', short: '99.9' };
      if (venue.seen.length < 3) return outcome;
      venue.cancel = () => Promise.resolve({ kind: 'unknown', reason: 'No answer in time' });
      return { kind: 'unknown', reason: 'No answer in time' };
    };
    await trader.perform(OPEN, SETTINGS);
    venue.cancel = cancel;
    const known = await position();
    const met = { highPrice: '300', lowPrice: '99' };
    const over = takenOverAt('short', known.legs.short, met);
    if (!over) throw new Error('It is not taken over');
    await trader.perform(
      {
        ...{ kind: 'settle', position: known, leg: 'short', how: 'liquidated', met },
        ...{ price: over.price, atMs: 1_790_000_400_000 },
        reason: { code: 'liquidated', text: 'Its margin is gone', isPressing: true },
      },
      SETTINGS,
    );
    // 10 at 99.98 and 10 at 99.9: what was known to be held had cost 99.98 each.
    const { short } = (await position()).legs;
    expect(short.openedQuantity).toBe('20');
    expect(short.closedValueUsdt).toBe(plain(exact(short.openedValueUsdt).times('1.5')));
    expect(over.price).not.toBe(exitPrice(short));
  });

  it('closes the second leg as far as the first one was closed, and the rest in the next turn', async () => {
    await trader.perform(OPEN, SETTINGS);
    venue.holds.set(3, ['5']);
    expect(await close(false)).toMatchObject({
      code: 'leg-failed',
      text: 'Only a part could be closed: 15 of the long leg are left, and are tried again',
    });
    expect(sent().slice(2)).toEqual(['close long 20', 'close short 5']);
    expect(await legs()).toEqual(['closing', 15, 15]);
    expect(isUnhedged(await position())).toBe(false);
    expect(await finish()).toBeUndefined();
    expect(await legs()).toEqual(['closed', 0, 0]);
  });

  it('goes on closing only while both legs can be priced', async () => {
    await trader.perform(OPEN, SETTINGS);
    venue.holds.set(3, ['5']);
    await close(false);
    venue.quoted = { long: '100', short: undefined };
    expect(await finish()).toMatchObject({ code: 'no-price' });
    expect(await legs()).toEqual(['closing', 15, 15]);
  });

  it('buys the coins again when the short that should follow them has no price any more', async () => {
    await trader.perform(OPEN, SETTINGS);
    const submit = venue.submit.bind(venue);
    venue.submit = (...order) => {
      const outcome = submit(...order);
      if (venue.seen.length === 3) venue.quoted = { long: '100', short: undefined };
      return outcome;
    };
    expect(await close(false)).toMatchObject({ code: 'leg-failed' });
    expect(sent().slice(2)).toEqual(['close long 20', 'open long 20']);
    expect(await legs()).toEqual(['closing', 20, 20]);
  });

  it('sells short as many coins as are left once the fee was taken in coins', async () => {
    venue.feeCoin = 'BTC';
    expect(await trader.perform(OPEN, SETTINGS)).toBeUndefined();
    // 20 coins less 10 bp of them.
    expect(sent()).toEqual(['open long 20', 'open short 19.98']);
    expect(await legs()).toEqual(['open', 19.98, 19.98]);
    expect((await position()).legs.long.feesUsdt).toBe('2');
    expect(await close(true)).toBeUndefined();
    expect(await legs()).toEqual(['closed', 0, 0]);
  });

  it('mends at once what two orders at the same time left alone', async () => {
    await trader.perform(OPEN, SETTINGS);
    venue.holds.set(3, ['11']);
    expect(await close(true)).toBeUndefined();
    expect(await legs()).toEqual(['closed', 0, 0]);
  });

  it('takes the smaller leg of an opening back when it is too little for the other market', async () => {
    venue.holds.set(1, ['0.04']);
    expect(await trader.perform(OPEN, SETTINGS)).toMatchObject({ code: 'leg-failed' });
    // Worth 4 USDT: no market takes it, so it is written off.
    expect(await legs()).toEqual(['unwound', 0, 0]);
    expect((await reads.fills(1)).map(({ how, price }) => [how, price])).toEqual([
      ['traded', '100'],
      ['written-off', '0'],
    ]);
  });
});
