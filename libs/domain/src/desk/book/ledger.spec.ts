import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact, plain } from './exact.js';
import { book } from './book.js';
import type { Book, LedgerEvent } from './ledger-event.js';
import { EMPTY_BOOK, OPENING } from '../desk-cases.fixture.js';
import { fillFee, fillPrice, type Leg, type Side, type OrderPurpose } from '../trade/fill-price.js';
import { shortFundingPayment } from './funding-payment.js';
import { LedgerError } from './ledger-error.js';
import { ledgerOf } from './ledger.js';
import { intended } from '../decide/opening.js';

const decimal = (most: number, decimals: number) =>
  fc
    .bigInt({ min: 1n, max: BigInt(most) * 10n ** BigInt(decimals) })
    .map((digits) => plain(exact(`${digits}`).times(exact(`0.${'0'.repeat(decimals - 1)}1`))));

/** One position's life: what it was traded at, what was settled, and how far it got. */
const life = fc.record({
  contracts: decimal(1_000, 3),
  unitsPerContract: fc.constantFrom(1, 1000),
  prices: fc.record({
    spotIn: decimal(100_000, 8),
    spotOut: decimal(100_000, 8),
    perpIn: decimal(100_000, 8),
    perpOut: decimal(100_000, 8),
  }),
  rates: fc.array(
    fc.tuple(
      fc.integer({ min: -10_000, max: 10_000 }).map((n) => plain(exact(`${n}`).times('0.0000001'))),
      decimal(100_000, 6),
    ),
    { maxLength: 5 },
  ),
  /** 0 nothing, 1 spot bought, 2 both, 3 short closed, 4 both closed. */
  fills: fc.integer({ min: 0, max: 4 }),
  feeBps: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
  slippageBps: fc.integer({ min: 0, max: 50 }).map((tenths) => tenths / 10),
});
type Life = typeof life extends fc.Arbitrary<infer One> ? One : never;

/** A book in which the lives were lived, event by event. */
function bookOfLives(lives: readonly Life[]): Book {
  return lives.reduce((before, one, i) => lived(before, one, i + 1), EMPTY_BOOK);
}

function lived(before: Book, one: Life, id: number): Book {
  const { contracts, prices, rates, fills, feeBps, slippageBps, unitsPerContract } = one;
  const quantity = plain(exact(contracts).times(unitsPerContract));
  const { long, short } = OPENING.legs;
  const position = intended(id, {
    ...OPENING,
    legs: {
      long: { ...long, quantity, price: prices.spotOut, lot: undefined },
      short: {
        ...short,
        ...{ unitsPerContract, quantity: contracts, price: prices.perpOut, lot: undefined },
      },
    },
  });
  const filled = (purpose: OrderPurpose, leg: Leg, side: Side, lastPrice: string): LedgerEvent => {
    const price = fillPrice(lastPrice, side, slippageBps);
    const traded = leg === 'long' ? quantity : contracts;
    const fee = { amount: fillFee(price, traded, feeBps), coin: 'USDT' };
    const order = { purpose, leg, side, quantity: traded };
    return {
      kind: 'filled',
      fills: [{ positionId: id, ...order, price, fee, filledAtMs: 1, how: 'traded' }],
      marginShare: 0.5,
    };
  };
  const payments = rates.map(([rate, mark], i) => ({
    settledAtMs: i,
    amountUsdt: shortFundingPayment(rate, contracts, mark),
  }));
  const events: LedgerEvent[] = [
    filled('open', 'long', 'buy', prices.spotIn),
    filled('open', 'short', 'sell', prices.perpIn),
    filled('close', 'short', 'buy', prices.perpOut),
    filled('close', 'long', 'sell', prices.spotOut),
  ].slice(0, fills);
  if (fills > 1)
    events.splice(2, 0, { kind: 'funded', positionId: id, leg: 'short', payments, knownToMs: 9 });
  if (fills > 2) events.splice(3, 0, { kind: 'closing', positionId: id, reason: 'Over' });
  return events.reduce(book, book(before, { kind: 'intended', position }));
}

function ledgerOfLives(lives: readonly Life[], cashError = '0') {
  const { cashUsdt, ...after } = bookOfLives(lives);
  const wrong = plain(exact(cashUsdt).plus(exact(cashError)));
  return ledgerOf({ ...after, cashUsdt: wrong }, [...after.positions.values()]);
}

describe('the ledger', () => {
  it('adds up to the last digit, whatever was traded and however far it got', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 6 }), (lives) => {
        const ledger = ledgerOfLives(lives);
        const explained = exact(ledger.startingEquityUsdt)
          .plus(exact(ledger.realisedUsdt))
          .plus(exact(ledger.unrealisedUsdt))
          .plus(exact(ledger.fundingUsdt))
          .minus(exact(ledger.feesUsdt));
        expect(plain(explained)).toBe(ledger.equityUsdt);
      }),
    );
  });

  it('notices a difference in the last digit', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 3 }), (lives) => {
        expect(() => ledgerOfLives(lives, '0.000000000000000000000001')).toThrow(LedgerError);
      }),
      { numRuns: 20 },
    );
  });

  it('holds only cash when everything is closed', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 4 }), (lives) => {
        const ledger = ledgerOfLives(lives.map((one) => ({ ...one, fills: 4 })));
        expect(ledger.equityUsdt).toBe(ledger.cashUsdt);
        expect(ledger.unrealisedUsdt).toBe('0');
      }),
    );
  });

  it('follows a position by hand: basis, funding and fees apart', () => {
    const ledger = ledgerOfLives([
      {
        contracts: '2',
        unitsPerContract: 1,
        prices: { spotIn: '100', spotOut: '110', perpIn: '101', perpOut: '110.5' },
        rates: [['0.0001', '105']],
        fills: 4,
        feeBps: 10,
        slippageBps: 0,
      },
    ]);
    expect(ledger).toEqual({
      startingEquityUsdt: '10000',
      cashUsdt: '10000.178',
      equityUsdt: '10000.178',
      // 2 × (110 − 100) + 2 × (101 − 110.5)
      realisedUsdt: '1',
      unrealisedUsdt: '0',
      // 0.0001 × 2 × 105
      fundingUsdt: '0.021',
      // 2 × (100 + 101 + 110.5 + 110) × 0.001
      feesUsdt: '0.843',
      correctionsUsdt: '0',
      unexplainedUsdt: '0',
    });
  });
});
