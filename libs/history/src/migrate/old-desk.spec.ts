import { DATABASES, emptyDatabase } from '@fullcarry/testing/each-database';
import { describe, expect, it } from '@jest/globals';
import { makeDatabaseBefore } from './database-before.fixture.js';
import { storedBook } from '../desk/desk-book.js';
import { DeskStore } from '../desk/desk-store.js';
import { openDatabase } from '../database/open-database.js';

/** A desk of before there were legs: a position that is open, with funding and a correction, and one that is closed. */
const ROWS = `
  INSERT INTO desk (exchange, source, epoch, instance, starting_equity_usdt, cash_usdt, peak_equity_usdt, mode, last_cycle)
    VALUES ('bybit', 'live', 3, 'desk-3', '10000', '8489.500000000001', '10000', 'running', 7);
  INSERT INTO position (exchange, symbol, native_id, spot_symbol, state, quantity, contracts, units_per_contract,
      opened_at_ms, closed_at_ms, open_reason, close_reason, collateral_usdt, spot_entry_price, perp_entry_price,
      spot_exit_price, perp_exit_price, perp_opened_at_ms, perp_closed_at_ms, spot_price, perp_mark_price, funding_usdt,
      fees_usdt, settlements_booked, funding_booked_to_ms)
    VALUES
    ('bybit', '1000PEPE/USDT:USDT', '1000PEPEUSDT', 'PEPE/USDT', 'open', '10000', '10', 1000, 5, NULL, 'It pays', NULL,
      '500.5', '0.1', '100.1', NULL, NULL, 12, NULL, '0.100000000000000001', '100.2', '-0.000000000000000001', '1.5', 1, 20),
    ('bybit', 'BTC/USDT:USDT', 'BTCUSDT', 'BTC/USDT', 'closed', '2', '2', 1, 1, 9, 'It paid', 'Over', '100', '100', '100',
      '101', '99.5', 2, 8, '101', '99.5', '0', '0.000000000000000999', 0, 8);
  INSERT INTO fill (client_order_id, position_id, leg, side, quantity, price, fee_usdt, filled_at_ms, epoch, instance) VALUES
    ('1-open-spot', 1, 'spot', 'buy', '10000', '0.1', '1', 11, 3, 'desk-3'),
    ('1-open-perp', 1, 'perp', 'sell', '10', '100.1', '0.5', 12, 3, 'desk-3'),
    ('2-open-spot', 2, 'spot', 'buy', '2', '100', '0', 1, 3, 'desk-3'),
    ('2-open-perp', 2, 'perp', 'sell', '2', '100', '0', 2, 3, 'desk-3'),
    ('2-close-perp', 2, 'perp', 'buy', '2', '99.5', '0.000000000000000999', 8, 3, 'desk-3'),
    ('2-close-spot', 2, 'spot', 'sell', '2', '101', '0', 9, 3, 'desk-3');
  INSERT INTO funding_payment (position_id, settled_at_ms, rate, contracts, mark_price, amount_usdt, booked_at_ms, epoch)
    VALUES (1, 20, '0.001', '10', '100', '1', 21, 3);
  INSERT INTO funding_correction (position_id, settled_at_ms, number, rate, amount_usdt, booked_at_ms, epoch)
    VALUES (1, 20, 1, '0', '-1.000000000000000001', 22, 3);`;

describe.each(DATABASES)('a desk of before there were legs (%s)', (kind) => {
  it('is carried over to the last digit', async () => {
    const empty = await emptyDatabase(kind);
    await makeDatabaseBefore('desk_legs', empty.url, ROWS);
    const database = await openDatabase(empty.url);
    const reads = new DeskStore(database, 'bybit');
    const book = await storedBook(reads);
    expect(book).toMatchObject({ cashUsdt: '8489.500000000001', startingEquityUsdt: '10000' });
    const [open, closed] = [...(book?.positions.values() ?? [])];
    expect(open).toMatchObject({
      state: 'open',
      legs: {
        long: {
          ...{ venue: 'bybit', instrument: 'spot', symbol: 'PEPE/USDT', unitsPerContract: 1 },
          ...{ targetQuantity: '10000', openedQuantity: '10000', openedValueUsdt: '1000' },
          ...{ price: '0.100000000000000001', feesUsdt: '1', collateralUsdt: '0', openedAtMs: 11 },
        },
        short: {
          ...{ instrument: 'perpetual', symbol: '1000PEPE/USDT:USDT', unitsPerContract: 1000 },
          ...{ targetQuantity: '10', openedValueUsdt: '1001', collateralUsdt: '500.5' },
          ...{ openedAtMs: 12, feesUsdt: '0.5', fundingUsdt: '-0.000000000000000001' },
          ...{ settlementsBooked: 1, fundingBookedToMs: 20 },
          payments: [{ settledAtMs: 20, amountUsdt: '-0.000000000000000001' }],
        },
      },
    });
    expect(closed).toMatchObject({
      ...{ state: 'closed', closedAtMs: 9, closeReason: 'Over' },
      legs: {
        long: { closedQuantity: '2', closedValueUsdt: '202', closedAtMs: 9 },
        short: { closedValueUsdt: '199', closedAtMs: 8, feesUsdt: '0.000000000000000999' },
      },
    });
    // What is bound of a short that is closed was given back.
    expect(closed?.legs.short.collateralUsdt).toBe('0');
    expect(open).toMatchObject({ first: 'long', legs: { long: { lot: undefined } } });
    const fills = await reads.fills(1);
    expect(fills.map(({ number, leg, feeAmount }) => [number, leg, feeAmount])).toEqual([
      [1, 'long', '1'],
      [2, 'short', '0.5'],
    ]);
    // What was filled before there was an order book was filled at the last price, for a fee in USDT.
    expect(fills[0]).toMatchObject({ feeCoin: 'USDT', how: 'traded', priceFrom: 'last-price' });
    const over = await reads.fills(2);
    expect(over.map(({ number, price, feeAmount }) => [number, price, feeAmount])).toEqual([
      [1, '100', '0'],
      [2, '100', '0'],
      [3, '99.5', '0.000000000000000999'],
      [4, '101', '0'],
    ]);
    await database.close();
    await empty.remove();
  }, 60_000);
});
