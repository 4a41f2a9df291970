import { describe, expect, it } from '@jest/globals';
import { book } from './book.js';
import {
  ANY_LOT,
  EMPTY_BOOK,
  fillOf,
  ledgerAt,
  opened,
  OPENING,
  paid,
  worked,
} from '../desk-cases.fixture.js';
import { entryPrice, type PositionLeg } from './position-leg.js';
import type { Position } from './position.js';
import { LedgerError } from './ledger-error.js';
import { allCash, type Book } from './ledger-event.js';
import { isUnhedged, workLeft } from '../trade/next-leg.js';
import { deltaDrift, marginShare } from './position-health.js';
import { intended } from '../decide/opening.js';

const PRICES = { long: '100', short: '100' };
const begun = book(EMPTY_BOOK, { kind: 'intended', position: intended(1, OPENING) });

function withShort(position: Position, change: Partial<PositionLeg>): Position {
  return { ...position, legs: { ...position.legs, short: { ...position.legs.short, ...change } } };
}

const usdt = (amount: string) => ({ amount, coin: 'USDT' });

/** The ways to mend what stands alone, what is meant first before what goes back. */
function mended(after: Book) {
  const work = workLeft(after.positions.get(1)!);
  return work?.kind === 'mend' ? work.ways : [];
}

describe('the book', () => {
  it('follows a position from its intent to its end, to the digit', () => {
    const held = opened();
    // 2000.4 for the coins, 999.8 put aside, 3.10018 of fees
    expect(held.cashUsdt).toBe('6996.69982');
    const funded = paid(held, 8, '0.2');
    const closing = book(funded, { kind: 'closing', positionId: 1, reason: 'Over' });
    const over = worked(closing, 1, { long: '110', short: '109' });
    expect(over.positions.get(1)).toMatchObject({ state: 'closed', closeReason: 'Over' });
    const ledger = ledgerAt(over, PRICES);
    expect(ledger.equityUsdt).toBe(over.cashUsdt);
    // spot 20 · (109.978 − 100.02), short 20 · (99.98 − 109.0218)
    expect(ledger.realisedUsdt).toBe('18.324');
    expect(ledger.fundingUsdt).toBe('0.2');
  });

  it('knows a leg that stands alone, whatever the prices are', () => {
    const half = book(begun, fillOf(begun, 1, PRICES));
    expect(isUnhedged(half.positions.get(1)!)).toBe(true);
    expect(deltaDrift(half.positions.get(1)!)).toBe(1);
    const whole = opened({ long: '100', short: '103' }).positions.get(1)!;
    expect(isUnhedged(whole)).toBe(false);
    // Quantities are compared and not notionals: a basis is no delta.
    expect(deltaDrift(whole)).toBe(0);
    expect(deltaDrift(withShort(whole, { openedQuantity: '19' }))).toBeCloseTo(0.05, 12);
  });

  it('measures what is left of the collateral at the mark price', () => {
    const whole = opened().positions.get(1)!;
    // 999.8 put aside, 20 · (99.98 − 125) lost, of 2500
    expect(marginShare(withShort(whole, { price: '125' }))).toBeCloseTo((999.8 - 500.4) / 2500, 12);
  });

  /** The order that is meant next, filled as far as said. */
  const part = (before: Book, quantity: string, prices = PRICES): Book => {
    const event = fillOf(before, 1, prices);
    return book(before, { ...event, fills: [{ ...event.fills[0], quantity }] });
  };

  it('opens as much of the second leg as the first one got, and is whole then', () => {
    const half = part(begun, '12');
    expect(workLeft(half.positions.get(1)!)).toEqual({
      kind: 'mend',
      ways: [
        { purpose: 'open', leg: 'short', side: 'sell', quantity: '12' },
        { purpose: 'close', leg: 'long', side: 'sell', quantity: '12' },
      ],
    });
    expect(() => part(half, '20.001')).toThrow('A leg was filled that was not due');
    const held = worked(half, 1, PRICES);
    expect(held.positions.get(1)).toMatchObject({ state: 'open' });
    expect(isUnhedged(held.positions.get(1)!)).toBe(false);
    // 12 · 100.02 for the coins, half of 12 · 99.98 put aside, fees of 2.0004 and 0.659868
    expect(held.cashUsdt).toBe('8197.219732');
  });

  it('is whole only once all fills of an order are in', () => {
    const sold = part(begun, '12');
    const event = fillOf(sold, 1, PRICES);
    const fill = (quantity: string) => ({ ...event.fills[0], quantity });
    // After the first of them less is left than a market takes.
    const after = book(sold, { ...event, fills: [fill('11.96'), fill('0.04')] });
    expect(after.positions.get(1)).toMatchObject({
      ...{ state: 'open', legs: { short: { openedQuantity: '12' } } },
    });
  });

  it('goes back with what the second leg did not get, as far as the market takes it', () => {
    const half = part(part(begun, '12'), '7.5');
    const [, back] = mended(half);
    expect(back).toEqual({ purpose: 'close', leg: 'long', side: 'sell', quantity: '4.5' });
    const fill = { positionId: 1, ...back!, price: '99', filledAtMs: 2, how: 'traded' } as const;
    const event = {
      kind: 'filled',
      fills: [{ ...fill, fee: usdt('0') }],
      marginShare: 0.5,
    } as const;
    const held = book(half, event);
    expect(held.positions.get(1)).toMatchObject({
      state: 'open',
      // 4.5 · (99 − 100.02) of what was sold again; 7.5 are held at 100.02
      legs: { long: { openedQuantity: '12', closedQuantity: '4.5', closedCostUsdt: '450.09' } },
    });
    expect(ledgerAt(held, PRICES)).toMatchObject({ realisedUsdt: '-4.59', unexplainedUsdt: '0' });
  });

  it('closes the second leg as far as the first one was closed, and gives back its share of the collateral', () => {
    const closing = book(opened(), { kind: 'closing', positionId: 1, reason: 'Over' });
    const unhedged = part(closing, '5');
    expect(mended(unhedged)).toEqual([
      { purpose: 'close', leg: 'short', side: 'buy', quantity: '5' },
      { purpose: 'open', leg: 'long', side: 'buy', quantity: '5' },
    ]);
    const hedged = part(unhedged, '5', { long: '100', short: '90' });
    // A quarter of 999.8 is given back; 5 · (99.98 − 90.018) earned, 5 · (100.02 − 99.98) lost.
    expect(hedged.positions.get(1)?.legs.short.collateralUsdt).toBe('749.85');
    expect(ledgerAt(hedged, PRICES).realisedUsdt).toBe('49.61');
    expect(workLeft(hedged.positions.get(1)!)).toMatchObject({
      next: { leg: 'long', quantity: '15' },
    });
    const over = worked(hedged, 1, PRICES);
    expect(over.positions.get(1)?.state).toBe('closed');
    expect(ledgerAt(over, PRICES).equityUsdt).toBe(over.cashUsdt);
  });

  it('closes more of the lesser leg where the greater one has a step that is larger than the rest', () => {
    const lot = { ...ANY_LOT, quantityStep: '1' };
    const { long, short } = OPENING.legs;
    const legs = { long, short: { ...short, lot } };
    const held = opened(PRICES, EMPTY_BOOK, { legs });
    const closing = book(held, { kind: 'closing', positionId: 1, reason: 'Over' });
    const sold = part(part(closing, '5.3'), '5');
    // 14.7 coins against 15 contracts: 0.7 more make it 14 against 15.
    expect(mended(sold)).toEqual([
      { purpose: 'close', leg: 'long', side: 'sell', quantity: '0.7' },
      { purpose: 'open', leg: 'long', side: 'buy', quantity: '0.3' },
    ]);
    expect(mended(part(sold, '0.7'))[0]).toMatchObject({ leg: 'short', quantity: '1' });
  });

  it('does not answer again what no market takes any more: it is written off', () => {
    const closing = book(opened(), { kind: 'closing', positionId: 1, reason: 'Over' });
    const rest = part(part(closing, '19.955'), '19.955');
    const closed = part(rest, '0.045');
    // 0.045 coins are worth less than 5 USDT, as many contracts more.
    const prices = { long: '100', short: '120' };
    const dearer = book(closed, { kind: 'priced', positionId: 1, prices });
    expect(workLeft(dearer.positions.get(1)!)).toMatchObject({ kind: 'write-off', leg: 'long' });
  });

  it('counts what is opened again at what the held part cost, not at what is gone', () => {
    const closing = book(opened(), { kind: 'closing', positionId: 1, reason: 'Over' });
    const sold = part(closing, '5');
    const [, again] = mended(sold);
    const fill = { positionId: 1, ...again!, price: '110', filledAtMs: 2, how: 'traded' } as const;
    const event = {
      kind: 'filled',
      fills: [{ ...fill, fee: usdt('0') }],
      marginShare: 0.5,
    } as const;
    const { long } = book(sold, event).positions.get(1)!.legs;
    expect(long).toMatchObject({
      openedQuantity: '25',
      closedQuantity: '5',
      closedAtMs: undefined,
    });
    // (15 · 100.02 + 5 · 110) / 20
    expect(entryPrice(long)).toBe('102.515');
  });

  it('holds fewer coins where the fee of a spot purchase was taken in coins', () => {
    const event = fillOf(begun, 1, PRICES);
    const fee = { amount: '0.02', coin: 'BTC' };
    const half = book(begun, { ...event, fills: [{ ...event.fills[0], price: '100', fee }] });
    // 20 · 100 are paid; 19.98 coins are there, and 0.02 · 100 are the fee.
    expect(half.cashUsdt).toBe('8000');
    expect(half.positions.get(1)?.legs.long).toMatchObject({
      ...{ openedQuantity: '19.98', openedValueUsdt: '1998', feesUsdt: '2' },
    });
    expect(mended(half)[0]).toMatchObject({ leg: 'short', quantity: '19.98' });
    expect(worked(half, 1, PRICES).positions.get(1)?.state).toBe('open');
  });

  it('keeps a fee in a coin without a price as it is, in no figure in USDT', () => {
    const event = fillOf(begun, 1, PRICES);
    const fee = { amount: '0.003', coin: 'BNB' };
    const half = book(begun, { ...event, fills: [{ ...event.fills[0], price: '100', fee }] });
    expect(half.cashUsdt).toBe('8000');
    expect(half.positions.get(1)?.legs.long).toMatchObject({
      ...{ feesUsdt: '0', unpricedFees: [fee] },
    });
  });

  it('writes off coins that are too few to be sold, at 0', () => {
    const closing = book(opened(), { kind: 'closing', positionId: 1, reason: 'Over' });
    const rest = part(part(closing, '19.96'), '20');
    expect(workLeft(rest.positions.get(1)!)).toEqual({
      ...{ kind: 'write-off', leg: 'long', quantity: '0.04' },
    });
    const order = { purpose: 'close', leg: 'long', side: 'sell', quantity: '0.04' } as const;
    const fill = {
      positionId: 1,
      ...order,
      price: '0',
      filledAtMs: 3,
      how: 'written-off',
    } as const;
    const event = {
      kind: 'filled',
      fills: [{ ...fill, fee: usdt('0') }],
      marginShare: 0.5,
    } as const;
    const over = book(rest, event);
    expect(over.positions.get(1)).toMatchObject({
      ...{ state: 'closed', legs: { long: { writtenOffQuantity: '0.04' } } },
    });
    expect(ledgerAt(over, PRICES).equityUsdt).toBe(over.cashUsdt);
  });

  it('keeps the cash of each exchange apart', () => {
    const legs = {
      long: { ...OPENING.legs.short, venue: 'okx' },
      short: OPENING.legs.short,
    };
    const rich = {
      ...EMPTY_BOOK,
      startingEquityUsdt: '15000',
      elsewhereUsdt: new Map([['okx', '5000']]),
    };
    const held = opened(PRICES, rich, { legs });
    // Half of 20 · 99.98 and 20 · 100.02 put aside; fees 1.09978 and 1.10022.
    expect(held.cashUsdt).toBe('8999.10022');
    expect(held.elsewhereUsdt.get('okx')).toBe('3998.69978');
    const paidThere = book(held, {
      ...{ kind: 'funded', positionId: 1, leg: 'long', knownToMs: 8 },
      payments: [{ settledAtMs: 8, amountUsdt: '-0.4' }],
    });
    expect(paidThere.elsewhereUsdt.get('okx')).toBe('3998.29978');
    expect(ledgerAt(paidThere, PRICES)).toMatchObject({
      fundingUsdt: '-0.4',
      unexplainedUsdt: '0',
    });
    const closing = book(paidThere, { kind: 'closing', positionId: 1, reason: 'Over' });
    const over = worked(closing, 1, { long: '120', short: '121' });
    expect(ledgerAt(over, PRICES).equityUsdt).toBe(allCash(over));
    expect(over.positions.get(1)?.state).toBe('closed');
  });

  it('books a settlement once, however often it comes', () => {
    const once = paid(opened(), 8, '0.2');
    const twice = paid(once, 8, '0.2');
    expect(twice).toEqual(once);
    expect(
      paid(twice, 4, '-0.1')
        .positions.get(1)
        ?.legs.short.payments.map((one) => one.settledAtMs),
    ).toEqual([4, 8]);
  });

  it('books what a revised rate changes, so that what was paid counts as it is now (C10)', () => {
    const before = paid(opened(), 8, '0.2');
    const revision = {
      kind: 'revised',
      positionId: 1,
      leg: 'short',
      settledAtMs: 8,
      amountUsdt: '-0.3',
    } as const;
    const after = book(before, revision);
    expect(after.positions.get(1)?.legs.short).toMatchObject({
      fundingUsdt: '-0.1',
      settlementsBooked: 1,
      payments: [{ settledAtMs: 8, amountUsdt: '-0.1' }],
    });
    expect(ledgerAt(after, PRICES).equityUsdt).toBe('9995.99982');
    expect(() => book(opened(), revision)).toThrow('A payment was revised that was never booked');
  });

  it('refuses what can’t have happened', () => {
    const fill = fillOf(begun, 1, PRICES);
    const once = book(begun, fill);
    expect(() => book(once, fill)).toThrow(LedgerError);
    expect(() => book(EMPTY_BOOK, fill)).toThrow('There is no such position');
    expect(() => book(once, { kind: 'dropped', positionId: 1, reason: '' })).toThrow(LedgerError);
    expect(() => book(once, { kind: 'intended', position: intended(1, OPENING) })).toThrow(
      'A position was opened twice',
    );
  });

  it('is put right by a person’s correction: the cash is what it is, and is explained (C13)', () => {
    const held = opened();
    const broken = { ...held, cashUsdt: '6996.69983' };
    expect(() => ledgerAt(broken, PRICES)).toThrow('The ledger does not add up');
    const mended = book(broken, { kind: 'corrected', amountUsdt: '0.00001' });
    expect(ledgerAt(mended, PRICES)).toMatchObject({
      equityUsdt: '9996.09983',
      correctionsUsdt: '0.00001',
    });
  });

  it('still closes what it holds while it does not add up (C13)', () => {
    const broken = { ...opened(), cashUsdt: '1' };
    const closing = book(broken, { kind: 'closing', positionId: 1, reason: 'Over' });
    expect(worked(closing, 1, PRICES).positions.get(1)?.state).toBe('closed');
  });
});
