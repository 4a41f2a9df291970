import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import { HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { PositionLedgerStore } from '@fullcarry/history/desk/position-ledger-store';
import { savePage } from '@fullcarry/history/rows/save-page';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { auditCash, currentLedger } from './account.js';
import { bookFunding } from './funding-booker.js';
import { StoredSettlements } from './stored-settlements.js';

const MIDNIGHT_MS = Date.parse('2026-08-01T00:00:00Z');
const at = (hour: number) => MIDNIGHT_MS + hour * HOUR_MS;
const SYMBOL = 'BTC/USDT:USDT';

describe('booking funding', () => {
  let empty: EmptyDatabase;
  let database: Database;
  let reads: DeskStore;
  let writes: PositionLedgerStore;

  beforeEach(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    reads = new DeskStore(database, 'bybit');
    const lease = { exchange: 'bybit', epoch: 1, instance: 'desk-1' };
    await new DeskLedgerStore(database, lease).takeOver({
      source: 'live',
      startingEquityUsdt: '10000',
    });
    writes = new PositionLedgerStore(database, lease);
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  /** A history of one market, which the test says piece by piece. */
  async function history(timeframe: Timeframe) {
    const markets = new MarketStore(database);
    const market = { exchange: 'bybit', symbol: SYMBOL, nativeId: 'BTCUSDT', listedAtMs: 5 };
    await markets.saveUniverse([{ ...market, rank: 1, turnoverUsdt24h: '1' }], {
      ...{ exchange: 'bybit', source: 'live', timeframe, kinds: REQUIRED_KINDS, evaluatedAtMs: 7 },
    });
    const series = await markets.trackedSeries('bybit', timeframe);
    const idOf = (kind: string) => series.find(({ key }) => key.kind === kind)?.id ?? 0;
    const about = {
      gapsWithin: { fromMs: 0, toMs: 1 },
      gaps: [],
      readAtMs: 1,
      foundBy: 'test',
    };
    return {
      candles: (closes: readonly (readonly [number, number])[], window: TimeWindow) =>
        savePage(database, {
          ...about,
          seriesId: idOf('candles'),
          content: {
            kind: 'candles',
            rows: closes.map(([hour, close]) => ({
              ...{ openAtMs: at(hour), open: close, high: close, low: close, close, volume: 1 },
            })),
          },
          coverage: [window],
        }),
      funding: (rates: readonly (readonly [number, string])[], window: TimeWindow) =>
        savePage(database, {
          ...about,
          seriesId: idOf('funding'),
          content: {
            kind: 'funding',
            rows: rates.map(([hour, rate]) => ({
              ...{ settledAtMs: at(hour), stampedAtMs: at(hour), rate },
            })),
          },
          coverage: [window],
        }),
      book: (hour: number) => {
        const source = new StoredSettlements(database, timeframe);
        const sourceOf = () => Promise.resolve(source);
        const parts = { reads, writes, sourceOf, changed: () => undefined };
        return bookFunding(parts, at(hour));
      },
    };
  }

  /** Both legs at 100, 2 contracts, an hour after midnight. */
  async function held(): Promise<number> {
    const leg = {
      venue: 'bybit',
      nativeId: 'BTCUSDT',
      unitsPerContract: 1,
      quantity: '2',
      price: '100',
      lot: undefined,
    };
    const id = await writes.saveIntent({
      legs: {
        long: { ...leg, instrument: 'spot', symbol: 'BTC/USDT' },
        short: { ...leg, instrument: 'perpetual', symbol: SYMBOL },
      },
      ...{ first: 'long', openedAtMs: at(1), openReason: 'It pays' },
    });
    for (const [leg, side] of [
      ['long', 'buy'],
      ['short', 'sell'],
    ] as const) {
      const fill = {
        purpose: 'open',
        leg,
        side,
        quantity: '2',
        price: '100',
        fee: { amount: '0', coin: 'USDT' },
        how: 'traded',
        priceFrom: 'last-price',
      } as const;
      const order = { clientOrderId: leg, positionId: id, filledAtMs: at(1) };
      await writes.saveFills([{ ...fill, ...order }], 'filled', 0.5);
    }
    return id;
  }

  const booked = async (id: number) =>
    (await reads.fundingPayments(id)).map(({ settledAtMs, amountUsdt, priceAtMs }) => [
      (settledAtMs - MIDNIGHT_MS) / HOUR_MS,
      amountUsdt,
      ((priceAtMs ?? 0) - MIDNIGHT_MS) / HOUR_MS,
    ]);
  const upTo = (hour: number): TimeWindow => ({ fromMs: at(-24), toMs: at(hour) + 60_000 });

  it('takes the last price before a settlement where candles are longer than its interval (C9)', async () => {
    const market = await history('1d');
    const id = await held();
    await market.candles([[-24, 100]], { fromMs: at(-24), toMs: at(0) });
    await market.funding(
      [
        [8, '0.0001'],
        [16, '0.0002'],
      ],
      upTo(16),
    );
    expect(await market.book(17)).toEqual([]);
    expect(await booked(id)).toEqual([
      [8, '0.02', 0],
      [16, '0.04', 0],
    ]);
  });

  it('pays for as many contracts as were held at each settlement, of what was closed in parts', async () => {
    const market = await history('1d');
    const id = await held();
    await writes.saveClosing(id, 'Over');
    const order = { positionId: id, purpose: 'close', leg: 'short', side: 'buy' } as const;
    const fee = { amount: '0', coin: 'USDT' };
    const part = (quantity: string, hour: number) => ({
      ...{ ...order, quantity, price: '100', fee, filledAtMs: at(hour), clientOrderId: `${hour}` },
      ...({ how: 'traded', priceFrom: 'order-book' } as const),
    });
    await writes.saveFills([part('0.5', 8), part('0.7', 9)], 'partly', 0.5);
    await market.candles([[-24, 100]], { fromMs: at(-24), toMs: at(0) });
    await market.funding(
      [
        [8, '0.0001'],
        [16, '0.0001'],
      ],
      upTo(16),
    );
    expect(await market.book(17)).toEqual([]);
    // At 08:00 it is charged first and bought back after: 2 contracts; at 16:00 0.8.
    expect(await booked(id)).toEqual([
      [8, '0.02', 0],
      [16, '0.008', 0],
    ]);
    expect((await reads.fundingPayments(id)).map(({ contracts }) => contracts)).toEqual([
      '2',
      '0.8',
    ]);
  });

  it('takes the last price before a settlement whose own hour is proven to have none (C9)', async () => {
    const market = await history('1h');
    const id = await held();
    await market.funding([[8, '0.0001']], upTo(8));
    await market.candles([[5, 99]], { fromMs: at(0), toMs: at(7) });
    // The hour that ends at the settlement is not proven yet: its price may still come.
    expect(await market.book(9)).toEqual([
      `${SYMBOL}: The price at the settlement of 2026-08-01T08:00:00.000Z is not proven yet`,
    ]);
    await market.candles([], { fromMs: at(7), toMs: at(8) });
    expect(await market.book(9)).toEqual([]);
    expect(await booked(id)).toEqual([[8, '0.0198', 6]]);
  });

  it('books a settlement that comes forty minutes late, once (C10)', async () => {
    const market = await history('1h');
    const id = await held();
    await market.candles(
      [
        [7, 100],
        [15, 110],
      ],
      { fromMs: at(0), toMs: at(24) },
    );
    await market.funding([[8, '0.0001']], upTo(16));
    await market.book(16.5);
    expect(await booked(id)).toEqual([[8, '0.02', 8]]);
    await market.funding([[16, '0.0002']], upTo(16));
    await market.book(17);
    await market.book(18);
    expect(await booked(id)).toEqual([
      [8, '0.02', 8],
      [16, '0.044', 16],
    ]);
    expect((await reads.position(id))?.legs.short.fundingUsdt).toBe('0.064');
  });

  it('books what a revised rate changes beside the payment, which stays as it is (C10)', async () => {
    const market = await history('1h');
    const id = await held();
    await market.candles([[7, 100]], { fromMs: at(0), toMs: at(24) });
    await market.funding([[8, '0.0001']], upTo(8));
    await market.book(9);
    await market.funding([[8, '-0.0001']], upTo(8));
    await market.book(10);
    await market.book(11);
    await market.funding([[8, '0.0003']], upTo(8));
    await market.book(12);
    expect(await booked(id)).toEqual([[8, '0.02', 8]]);
    expect(
      (await reads.fundingCorrections(id)).map(({ number, rate, amountUsdt }) => [
        ...[number, rate, amountUsdt],
      ]),
    ).toEqual([
      [1, '-0.0001', '-0.04'],
      [2, '0.0003', '0.08'],
    ]);
    expect((await reads.position(id))?.legs.short.fundingUsdt).toBe('0.06');
    expect(await currentLedger(reads)).toMatchObject({ equityUsdt: '10000.06' });
    await auditCash(reads);
  });
});
