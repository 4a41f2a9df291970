import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact, plain } from './exact.js';
import { cashChange } from './fill-cash.js';
import { collateralOf, fillFee, fillPrice, type Leg, type Side } from './fill-price.js';
import { shortFundingPayment } from './funding-payment.js';
import { ledgerOf, LedgerError } from './ledger.js';
import type { PositionMoney } from './position-money.js';

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

/** What a life does to the cash, booked fill by fill, and the position that it leaves. */
function live(one: Life): { cash: string; position: PositionMoney } {
  const { contracts, prices, feeBps, slippageBps } = one;
  const quantity = plain(exact(contracts).times(one.unitsPerContract));
  let cash = exact('0');
  let feesUsdt = exact('0');
  let position: PositionMoney = {
    quantity,
    contracts,
    collateralUsdt: '0',
    spotEntryPrice: undefined,
    spotExitPrice: undefined,
    perpEntryPrice: undefined,
    perpExitPrice: undefined,
    spotPrice: prices.spotOut,
    perpMarkPrice: prices.perpOut,
    fundingUsdt: '0',
    feesUsdt: '0',
  };
  const fill = (leg: Leg, side: Side, lastPrice: string, made: (price: string) => object) => {
    const price = fillPrice(lastPrice, side, slippageBps);
    const filled = leg === 'spot' ? quantity : contracts;
    const feeUsdt = fillFee(price, filled, feeBps);
    if (leg === 'perp' && side === 'sell') {
      position = { ...position, collateralUsdt: collateralOf(price, contracts, 0.5) };
    }
    cash = cash.plus(cashChange({ leg, side, quantity: filled, price, feeUsdt }, position));
    feesUsdt = feesUsdt.plus(exact(feeUsdt));
    position = { ...position, ...made(price) };
  };
  if (one.fills > 0) fill('spot', 'buy', prices.spotIn, (price) => ({ spotEntryPrice: price }));
  if (one.fills > 1) fill('perp', 'sell', prices.perpIn, (price) => ({ perpEntryPrice: price }));
  const paid = one.fills > 1 ? one.rates : [];
  const funding = paid
    .map(([rate, mark]) => exact(shortFundingPayment(rate, contracts, mark)))
    .reduce((total, amount) => total.plus(amount), exact('0'));
  cash = cash.plus(funding);
  if (one.fills > 2) fill('perp', 'buy', prices.perpOut, (price) => ({ perpExitPrice: price }));
  if (one.fills > 3) fill('spot', 'sell', prices.spotOut, (price) => ({ spotExitPrice: price }));
  return {
    cash: plain(cash),
    position: { ...position, fundingUsdt: plain(funding), feesUsdt: plain(feesUsdt) },
  };
}

function ledgerOfLives(lives: readonly Life[], cashError = '0') {
  const lived = lives.map(live);
  const cash = lived.reduce((total, { cash }) => total.plus(exact(cash)), exact('10000'));
  return ledgerOf(
    { startingEquityUsdt: '10000', cashUsdt: plain(cash.plus(exact(cashError))) },
    lived.map(({ position }) => position),
  );
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
    });
  });
});
