import { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { PositionLedgerStore } from '@fullcarry/history/desk/position-ledger-store';
import { TransientError } from '@fullcarry/domain/errors';
import { emptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bookNow } from './account.js';
import type { LegExecutor } from '@fullcarry/domain/desk/perform/leg-executor';
import { PaperAccount } from '../trade/paper-account.js';
import { reconcileVenues } from './reconcile-venues.js';
import { Venue } from '../trade/venue.fixture.js';

const LOT = { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' };
const MARKET = { venue: 'bybit', nativeId: 'BTCUSDT', unitsPerContract: 1, price: '100', lot: LOT };
const LEASE = { exchange: 'bybit', epoch: 1, instance: 'desk-1' };

describe('the exchanges and the book', () => {
  let close: () => Promise<unknown>;
  let reads: DeskStore;
  let writes: PositionLedgerStore;
  let id: number;

  beforeEach(async () => {
    const empty = await emptyDatabase('sqlite');
    const database = await openDatabase(empty.url);
    close = async () => {
      await database.close();
      await empty.remove();
    };
    reads = new DeskStore(database, 'bybit');
    const desk = new DeskLedgerStore(database, LEASE);
    await desk.takeOver({ source: 'live', startingEquityUsdt: '10000' });
    await desk.openAccount('okx', '10000');
    writes = new PositionLedgerStore(database, LEASE);
    id = await writes.saveIntent({
      legs: {
        long: { ...MARKET, instrument: 'spot', symbol: 'BTC/USDT', quantity: '2' },
        short: { ...MARKET, instrument: 'perpetual', symbol: 'BTC/USDT:USDT', quantity: '2' },
      },
      ...{ first: 'long', openedAtMs: 1, openReason: 'It pays' },
    });
    await fill('long', 'buy');
    await fill('short', 'sell');
  });

  afterEach(() => close());

  async function fill(leg: 'long' | 'short', side: 'buy' | 'sell') {
    const order = { positionId: id, purpose: 'open', leg, side, quantity: '2' } as const;
    const fee = { amount: '0.002', coin: leg === 'long' ? 'BTC' : 'USDT' };
    const traded = { price: '100', fee, filledAtMs: 2, how: 'traded' } as const;
    const made = { ...order, ...traded, clientOrderId: leg, priceFrom: 'last-price' } as const;
    await writes.saveFills([made], 'filled', 0.5);
  }

  it('agree on paper, where there is no other account than the ledger', async () => {
    const account = new PaperAccount(() => bookNow(reads));
    expect(await account.balances('bybit')).toEqual([
      { coin: 'BTC', amount: '1.998' },
      // 10,000 less 200 for the coins and a fee of 0.002; what is put aside is there too.
      { coin: 'USDT', amount: '9799.998' },
    ]);
    expect(await account.positions('bybit')).toEqual([
      { symbol: 'BTC/USDT:USDT', contracts: '-2' },
    ]);
    expect(await account.balances('okx')).toEqual([{ coin: 'USDT', amount: '10000' }]);
    expect(await reconcileVenues(paper(account), reads)).toEqual({ differences: [], problems: [] });
  });

  it('differ where an exchange holds less, but for what an order of which nobody knows may have done', async () => {
    const venue: LegExecutor = new Venue();
    const { differences } = await reconcileVenues(venue, reads);
    expect(differences.map(({ venue, kind, of }) => [venue, kind, of])).toEqual([
      ['bybit', 'position', 'BTC/USDT:USDT'],
      ['bybit', 'balance', 'BTC'],
      ['bybit', 'balance', 'USDT'],
      ['okx', 'balance', 'USDT'],
    ]);
    await writes.saveClosing(id, 'Over');
    const order = { positionId: id, purpose: 'close', leg: 'short', side: 'buy' } as const;
    const sent = { ...order, quantity: '2', limitPrice: '101', timeInForce: 'ioc' } as const;
    await writes.saveOrder(sent, 'a1b2c3d4', 3);
    const unsure = await reconcileVenues(venue, reads);
    expect(unsure.differences.map(({ kind, of }) => [kind, of])).toEqual([['balance', 'BTC']]);
  });

  it('are not compared where an exchange does not answer', async () => {
    const silent = new Venue();
    silent.positions = () => Promise.reject(new TransientError('No answer in time'));
    expect(await reconcileVenues(silent, reads)).toEqual({
      differences: [],
      problems: [
        'bybit does not say what it holds for the desk: No answer in time',
        'okx does not say what it holds for the desk: No answer in time',
      ],
    });
  });

  function paper(account: PaperAccount): LegExecutor {
    const venue = new Venue();
    return {
      price: (market) => venue.price(market),
      submit: (order, costs) => venue.submit(order, costs),
      status: (order) => venue.status(order),
      cancel: (order) => venue.cancel(order),
      openOrders: () => account.openOrders(),
      positions: (on) => account.positions(on),
      balances: (on) => account.balances(on),
    };
  }
});
