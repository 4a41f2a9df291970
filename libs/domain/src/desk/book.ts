import Big from 'big.js';
import { exact, exactSetting, plain, sum } from './exact.js';
import { FILL_PRICE_DECIMALS, type Leg } from './fill-price.js';
import { allCash, cashOn, type Book, type BookFill, type LedgerEvent } from './ledger-event.js';
import { LedgerError } from './ledger.js';
import { legsLeft, nextLeg, wasTraded, type Purpose } from './next-leg.js';
import { heldQuantity, isLegHeld, legCash, wasOpened, type PositionLeg } from './position-leg.js';
import { feesOf, fundingOf, legsValue, realised, unrealised } from './position-money.js';
import type { Position } from './position.js';

/**
 * Returns the book after an event.
 *
 * Errors: LedgerError when the event can't have happened to this book (a leg filled twice, a position that is not
 * there), or when the money of it does not add up: what came in must be what the position earned, to the last digit.
 */
export function book(before: Book, event: LedgerEvent): Book {
  const after = applied(before, event);
  const change = unexplained(after, event).minus(unexplained(before, event));
  const explained = event.kind === 'corrected' ? exact(event.amountUsdt).neg() : new Big(0);
  if (!change.eq(explained)) {
    throw new LedgerError('An event does not add up', {
      event: event.kind,
      differenceUsdt: plain(change.minus(explained)),
    });
  }
  return after;
}

function applied(before: Book, event: LedgerEvent): Book {
  switch (event.kind) {
    case 'intended': {
      const { id } = event.position;
      if (before.positions.has(id)) throw impossible('A position was opened twice', id);
      return withPosition(before, event.position);
    }
    case 'closing': {
      const position = found(before, event.positionId);
      if (position.state !== 'opening' && position.state !== 'open') return before;
      return withPosition(before, { ...position, state: 'closing', closeReason: event.reason });
    }
    case 'dropped': {
      const position = found(before, event.positionId);
      if (wasTraded(position)) {
        throw impossible('A position with a leg in the market was dropped', position.id);
      }
      const over = { state: 'unwound', closedAtMs: position.openedAtMs } as const;
      return withPosition(before, { ...position, ...over, closeReason: event.reason });
    }
    case 'filled':
      return filled(before, event.fill, event.marginShare);
    case 'funded':
      return funded(before, event);
    case 'revised':
      return revised(before, event);
    case 'priced': {
      const position = found(before, event.positionId);
      const { long, short } = position.legs;
      const legs = {
        long: { ...long, price: event.prices.long },
        short: { ...short, price: event.prices.short },
      };
      return withPosition(before, { ...position, legs });
    }
    case 'watched':
      return withLeg(before, event, { watchedToMs: event.toMs });
    case 'topped-up':
      return toppedUp(before, event);
    case 'corrected':
      return { ...before, correctionsUsdt: added(before.correctionsUsdt, exact(event.amountUsdt)) };
  }
}

function filled(before: Book, fill: BookFill, marginShare: number): Book {
  const position = found(before, fill.positionId);
  const { purpose, leg: name, side, quantity } = fill;
  const due = legsLeft(position).find(
    (one) => one.purpose === purpose && one.leg === name && one.side === side,
  );
  if (!due || exact(quantity).gt(exact(due.quantity)) || exact(quantity).lte(0)) {
    throw impossible('A leg was filled that was not due', position.id);
  }
  const leg = position.legs[name];
  const fee = exact(fill.feeUsdt);
  const traded = {
    ...(purpose === 'open' ? openedBy(leg, fill, marginShare) : closedBy(leg, fill)),
    feesUsdt: added(leg.feesUsdt, fee),
  };
  const change = legCash(name, traded).minus(legCash(name, leg)).minus(fee);
  const after = { ...position, legs: { ...position.legs, [name]: traded } };
  return withCash(
    withPosition(before, settled(after, purpose, fill.filledAtMs)),
    leg.venue,
    change,
  );
}

function openedBy(
  leg: PositionLeg,
  { price, quantity, filledAtMs }: BookFill,
  marginShare: number,
): PositionLeg {
  const value = exact(price).times(exact(quantity));
  const margin =
    leg.instrument === 'perpetual' ? value.times(exactSetting(marginShare)) : new Big(0);
  return {
    ...leg,
    openedQuantity: added(leg.openedQuantity, exact(quantity)),
    openedValueUsdt: added(leg.openedValueUsdt, value),
    openedAtMs: leg.openedAtMs ?? filledAtMs,
    collateralUsdt: added(leg.collateralUsdt, margin),
  };
}

/** Of a part its share of the collateral is given back, rounded down; with the last part all that is left. */
function closedBy(leg: PositionLeg, { price, quantity, filledAtMs }: BookFill): PositionLeg {
  const value = exact(price).times(exact(quantity));
  const held = heldQuantity(leg);
  const isOver = held.eq(exact(quantity));
  const collateral = exact(leg.collateralUsdt);
  const released = isOver
    ? collateral
    : collateral.times(exact(quantity)).div(held).round(FILL_PRICE_DECIMALS, Big.roundDown);
  return {
    ...leg,
    closedQuantity: added(leg.closedQuantity, exact(quantity)),
    closedValueUsdt: added(leg.closedValueUsdt, value),
    closedAtMs: isOver ? filledAtMs : undefined,
    collateralUsdt: plain(collateral.minus(released)),
  };
}

/** The last leg's fill also ends the state that the position was in. */
function settled(position: Position, purpose: Purpose, filledAtMs: number): Position {
  if (nextLeg(position) !== undefined) return position;
  if (purpose === 'open') return { ...position, state: 'open' };
  const { long, short } = position.legs;
  const state = wasOpened(long) && wasOpened(short) ? 'closed' : 'unwound';
  return { ...position, state, closedAtMs: filledAtMs };
}

/** A payment that is in the book already changes nothing. */
function funded(before: Book, event: Extract<LedgerEvent, { kind: 'funded' }>): Book {
  const leg = found(before, event.positionId).legs[event.leg];
  const known = new Set(leg.payments.map(({ settledAtMs }) => settledAtMs));
  const fresh = event.payments.filter(({ settledAtMs }) => !known.has(settledAtMs));
  const earned = sum(fresh.map(({ amountUsdt }) => exact(amountUsdt)));
  const after = withLeg(before, event, {
    payments: [...leg.payments, ...fresh].sort((a, b) => a.settledAtMs - b.settledAtMs),
    fundingUsdt: added(leg.fundingUsdt, earned),
    settlementsBooked: leg.settlementsBooked + fresh.length,
    fundingBookedToMs: event.knownToMs ?? leg.fundingBookedToMs,
  });
  return withCash(after, leg.venue, earned);
}

function revised(before: Book, event: Extract<LedgerEvent, { kind: 'revised' }>): Book {
  const leg = found(before, event.positionId).legs[event.leg];
  const { settledAtMs } = event;
  if (!leg.payments.some((one) => one.settledAtMs === settledAtMs)) {
    throw impossible('A payment was revised that was never booked', event.positionId);
  }
  const change = exact(event.amountUsdt);
  const after = withLeg(before, event, {
    payments: leg.payments.map((one) =>
      one.settledAtMs === settledAtMs
        ? { settledAtMs, amountUsdt: added(one.amountUsdt, change) }
        : one,
    ),
    fundingUsdt: added(leg.fundingUsdt, change),
  });
  return withCash(after, leg.venue, change);
}

function toppedUp(before: Book, event: Extract<LedgerEvent, { kind: 'topped-up' }>): Book {
  const leg = found(before, event.positionId).legs[event.leg];
  const amount = exact(event.amountUsdt);
  if (!isLegHeld(leg) || leg.instrument === 'spot' || amount.lte(0)) {
    throw impossible('Collateral was added to a perpetual that is not held', event.positionId);
  }
  const after = withLeg(before, event, { collateralUsdt: added(leg.collateralUsdt, amount) });
  return withCash(after, leg.venue, amount.neg());
}

/** Cash and the touched position's legs, without what the position earned and what people explained. */
function unexplained(book: Book, event: LedgerEvent): Big {
  const rest = exact(allCash(book)).minus(exact(book.correctionsUsdt));
  const position = book.positions.get(touched(event));
  if (!position) return rest;
  return rest
    .plus(legsValue(position))
    .minus(realised(position))
    .minus(unrealised(position))
    .minus(fundingOf(position))
    .plus(feesOf(position));
}

function touched(event: LedgerEvent): number {
  if (event.kind === 'corrected') return -1;
  if (event.kind === 'intended') return event.position.id;
  return event.kind === 'filled' ? event.fill.positionId : event.positionId;
}

function withPosition(book: Book, position: Position): Book {
  return { ...book, positions: new Map(book.positions).set(position.id, position) };
}

function withLeg(
  book: Book,
  { positionId, leg: name }: { readonly positionId: number; readonly leg: Leg },
  change: Partial<PositionLeg>,
): Book {
  const position = found(book, positionId);
  const leg = { ...position.legs[name], ...change };
  return withPosition(book, { ...position, legs: { ...position.legs, [name]: leg } });
}

function withCash(book: Book, venue: string, change: Big): Book {
  if (venue === book.venue) return { ...book, cashUsdt: added(book.cashUsdt, change) };
  const cash = added(cashOn(book, venue), change);
  return { ...book, elsewhereUsdt: new Map(book.elsewhereUsdt).set(venue, cash) };
}

function found(book: Book, id: number): Position {
  const position = book.positions.get(id);
  if (!position) throw impossible('There is no such position', id);
  return position;
}

function added(amount: string, change: Big): string {
  return plain(exact(amount).plus(change));
}

function impossible(message: string, positionId: number): LedgerError {
  return new LedgerError(message, { positionId });
}
