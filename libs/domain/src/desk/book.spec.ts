import { describe, expect, it } from '@jest/globals';
import { book } from './book.js';
import {
  EMPTY_BOOK,
  fillOf,
  ledgerAt,
  opened,
  OPENING,
  paid,
  worked,
} from './desk-cases.fixture.js';
import type { PositionLeg } from './position-leg.js';
import type { Position } from './position.js';
import { LedgerError } from './ledger.js';
import { allCash, type LedgerEvent } from './ledger-event.js';
import { isUnhedged, nextLeg } from './next-leg.js';
import { deltaDrift, marginShare } from './position-health.js';
import { intended } from './opening.js';

const PRICES = { long: '100', short: '100' };
const begun = book(EMPTY_BOOK, { kind: 'intended', position: intended(1, OPENING) });

function withShort(position: Position, change: Partial<PositionLeg>): Position {
  return { ...position, legs: { ...position.legs, short: { ...position.legs.short, ...change } } };
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

  it('fills an order in parts, and gives back as much of the collateral as was closed', () => {
    const fill = (event: LedgerEvent, quantity: string): LedgerEvent =>
      event.kind === 'filled' ? { ...event, fill: { ...event.fill, quantity } } : event;
    const half = book(begun, fill(fillOf(begun, 1, PRICES), '12'));
    expect(nextLeg(half.positions.get(1)!)).toMatchObject({ leg: 'long', quantity: '8' });
    expect(() => book(half, fillOf(begun, 1, PRICES))).toThrow('A leg was filled that was not due');
    const held = worked(half, 1, PRICES);
    expect(held.positions.get(1)?.state).toBe('open');
    const closing = book(held, { kind: 'closing', positionId: 1, reason: 'Over' });
    const part = book(closing, fill(fillOf(closing, 1, { long: '100', short: '90' }), '5'));
    // A quarter of 999.8; 5 · (99.98 − 90.018) earned of what was bought back.
    expect(part.positions.get(1)?.legs.short.collateralUsdt).toBe('749.85');
    expect(ledgerAt(part, PRICES).realisedUsdt).toBe('49.81');
    const over = worked(part, 1, PRICES);
    expect(over.positions.get(1)?.state).toBe('closed');
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
