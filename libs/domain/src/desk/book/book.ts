import Big from 'big.js';
import { exact, exactSetting, plain, sum } from './exact.js';
import { FILL_PRICE_DECIMALS, type Leg } from '../trade/fill-price.js';
import { LedgerError } from './ledger-error.js';
import type { HeldPrices } from '../observe/value-held.js';
import { cashOn, type Book, type BookFill, type LedgerEvent } from './ledger-event.js';
import { afterFill, heldQuantity } from './leg-trades.js';
import { workLeft, wasTraded } from '../trade/next-leg.js';
import { isLegHeld, legCash, wasOpened, type PositionLeg } from './position-leg.js';
import { unexplainedChange } from './unexplained-change.js';
import type { Position } from './position.js';

/**
 * Returns the book after an event.
 *
 * Errors: LedgerError when the event can't have happened to this book (a leg filled twice, a position that is not
 * there), or when the money of it does not add up: what came in must be what the position earned, to the last digit.
 */
export function book(before: Book, event: LedgerEvent): Book {
  const after = applied(before, event);
  // A price cancels out of what the check compares, and an instant is no money: there is nothing to find.
  if (event.kind === 'priced' || event.kind === 'watched') return after;
  const change = unexplainedChange(before, after, event);
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
      return orderFilled(before, event.fills, event.marginShare);
    case 'funded':
      return funded(before, event);
    case 'revised':
      return revised(before, event);
    case 'priced':
      return bookPrices(before, [{ id: event.positionId, prices: event.prices }]);
    case 'watched':
      return withLeg(before, event, { watchedToMs: event.toMs });
    case 'topped-up':
      return toppedUp(before, event);
    case 'corrected':
      return { ...before, correctionsUsdt: added(before.correctionsUsdt, exact(event.amountUsdt)) };
  }
}

/**
 * Returns the book with what is held at new prices: the events 'priced' of several positions at once.
 *
 * Errors: LedgerError for a position that is not there.
 */
export function bookPrices(before: Book, valued: readonly HeldPrices[]): Book {
  if (valued.length === 0) return before;
  const positions = new Map(before.positions);
  for (const { id, prices } of valued) {
    const position = found(before, id);
    const { long, short } = position.legs;
    const legs = {
      long: { ...long, price: prices.long },
      short: { ...short, price: prices.short },
    };
    positions.set(id, { ...position, legs });
  }
  return { ...before, positions };
}

/** Only after the last of its fills it is clear what is left to do. */
function orderFilled(
  before: Book,
  fills: readonly [BookFill, ...BookFill[]],
  marginShare: number,
): Book {
  const after = fills.reduce((book, fill) => filled(book, fill, marginShare), before);
  const last = Math.max(...fills.map(({ filledAtMs }) => filledAtMs));
  return withPosition(after, settled(found(after, fills[0].positionId), last));
}

function filled(before: Book, fill: BookFill, marginShare: number): Book {
  const position = found(before, fill.positionId);
  const leg = position.legs[fill.leg];
  if (!mayBeFilled(position, leg, fill)) {
    throw impossible('A leg was filled that was not due', position.id);
  }
  const traded = { ...leg, ...afterFill(leg, leg, fill) };
  const after = { ...traded, collateralUsdt: collateralAfter(leg, traded, fill, marginShare) };
  const change = legCash(fill.leg, after)
    .minus(legCash(fill.leg, leg))
    .minus(exact(after.feesUsdt).minus(exact(leg.feesUsdt)));
  const held = { ...position, legs: { ...position.legs, [fill.leg]: after } };
  return withCash(withPosition(before, held), leg.venue, change);
}

/** Only what is half opened or half closed is traded: no more than is meant to be held, and than is held. */
function mayBeFilled(
  { state }: Position,
  leg: PositionLeg,
  { purpose, leg: name, side, quantity }: BookFill,
): boolean {
  if (state !== 'opening' && state !== 'closing') return false;
  if ((side === 'buy') !== ((purpose === 'open') === (name === 'long'))) return false;
  const most =
    purpose === 'close' ? heldQuantity(leg) : exact(leg.targetQuantity).minus(heldQuantity(leg));
  return exact(quantity).gt(0) && exact(quantity).lte(most);
}

/**
 * A perpetual that is opened binds its share. Of a part that is closed its share is given back, rounded down; with the
 * last part all that is left.
 */
function collateralAfter(
  before: PositionLeg,
  after: PositionLeg,
  { purpose, quantity }: BookFill,
  marginShare: number,
): string {
  const collateral = exact(before.collateralUsdt);
  if (before.instrument === 'spot') return before.collateralUsdt;
  if (purpose === 'open') {
    const value = exact(after.openedValueUsdt).minus(exact(before.openedValueUsdt));
    return plain(collateral.plus(value.times(exactSetting(marginShare))));
  }
  if (!isLegHeld(after)) return '0';
  const released = collateral
    .times(exact(quantity))
    .div(heldQuantity(before))
    .round(FILL_PRICE_DECIMALS, Big.roundDown);
  return plain(collateral.minus(released));
}

/** The fill after which nothing is left to do also ends the state that the position was in. */
function settled(position: Position, filledAtMs: number): Position {
  if (workLeft(position) !== undefined) return position;
  const { long, short } = position.legs;
  if (isLegHeld(long) && isLegHeld(short)) return { ...position, state: 'open' };
  const state = wasOpened(long) && wasOpened(short) ? 'closed' : 'unwound';
  return { ...position, state, closedAtMs: filledAtMs };
}

/** A payment that is in the book already changes nothing. */
function funded(before: Book, event: Extract<LedgerEvent, { kind: 'funded' }>): Book {
  const leg = found(before, event.positionId).legs[event.leg];
  const lastMs = leg.payments.at(-1)?.settledAtMs ?? -Infinity;
  // Mostly they are newer than all that is known: what a payment costs must not grow with the time of holding.
  const isNewer = event.payments.every(({ settledAtMs }) => settledAtMs > lastMs);
  const known = new Set(isNewer ? [] : leg.payments.map(({ settledAtMs }) => settledAtMs));
  const fresh = event.payments.filter(({ settledAtMs }) => !known.has(settledAtMs));
  const earned = sum(fresh.map(({ amountUsdt }) => exact(amountUsdt)));
  const payments = [...leg.payments, ...fresh];
  if (!isNewer || fresh.length > 1) payments.sort((a, b) => a.settledAtMs - b.settledAtMs);
  const after = withLeg(before, event, {
    payments,
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
