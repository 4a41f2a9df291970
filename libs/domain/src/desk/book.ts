import Big from 'big.js';
import { exact, plain, sum } from './exact.js';
import { cashChange } from './fill-cash.js';
import { collateralOf, type Leg, type Side } from './fill-price.js';
import { LedgerError } from './ledger.js';
import { legsLeft, nextLeg, type Purpose } from './next-leg.js';
import { legsValue, perpNotional, realised, unrealised } from './position-money.js';
import type { Position } from './position.js';

export type BookMode = 'running' | 'paused' | 'emergency-stopped';

/** What the desk has and owes, exact decimal text in USDT. */
export interface Book {
  readonly startingEquityUsdt: string;
  /** What is not in a leg: kept by adding up, so that it proves the sum of all events. */
  readonly cashUsdt: string;
  /** What people booked to explain cash that nothing else explains; positive explains more of it. */
  readonly correctionsUsdt: string;
  readonly mode: BookMode;
  readonly modeReason: string | undefined;
  /** All that are in here, held or over; by id. */
  readonly positions: ReadonlyMap<number, BookPosition>;
}

export interface BookPosition extends Position {
  /** Ascending. */
  readonly payments: readonly BookPayment[];
}

/** What a position received (positive) or paid (negative) at one settlement. */
export interface BookPayment {
  readonly settledAtMs: number;
  /** USDT, exact. */
  readonly amountUsdt: string;
}

/** One leg's order that was filled. Spot: units of the asset; perpetual: contracts; `price` of one of these. */
export interface BookFill {
  readonly positionId: number;
  readonly purpose: Purpose;
  readonly leg: Leg;
  readonly side: Side;
  readonly quantity: string;
  readonly price: string;
  readonly feeUsdt: string;
  readonly filledAtMs: number;
}

export type LedgerEvent =
  | { readonly kind: 'intended'; readonly position: Position }
  /** An open position is to be closed, or an opening one taken back. */
  | { readonly kind: 'closing'; readonly positionId: number; readonly reason: string }
  /** An opening of which no leg was filled is over. */
  | { readonly kind: 'dropped'; readonly positionId: number; readonly reason: string }
  /** `marginShare`: what is put aside of the notional of a short that is opened. */
  | { readonly kind: 'filled'; readonly fill: BookFill; readonly marginShare: number }
  /** `knownToMs`: up to it every settlement is in here, or was proven not to be one; undefined where nothing is certain. */
  | {
      readonly kind: 'funded';
      readonly positionId: number;
      readonly payments: readonly BookPayment[];
      readonly knownToMs: number | undefined;
    }
  /** A rate was revised after its payment was booked: what that changes, USDT. */
  | {
      readonly kind: 'revised';
      readonly positionId: number;
      readonly settledAtMs: number;
      readonly amountUsdt: string;
    }
  | {
      readonly kind: 'priced';
      readonly positionId: number;
      readonly spotPrice: string;
      readonly perpMarkPrice: string;
    }
  /** The perpetual's prices up to an instant were looked at, and what they did to its margin is in here. */
  | { readonly kind: 'watched'; readonly positionId: number; readonly toMs: number }
  /** Cash became collateral of the short; `amountUsdt` > 0. */
  | { readonly kind: 'topped-up'; readonly positionId: number; readonly amountUsdt: string }
  /** A person explains cash that nothing else explains. */
  | { readonly kind: 'corrected'; readonly amountUsdt: string };

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
      return withPosition(before, { ...event.position, payments: [] });
    }
    case 'closing': {
      const position = found(before, event.positionId);
      if (position.state !== 'opening' && position.state !== 'open') return before;
      return withPosition(before, { ...position, state: 'closing', closeReason: event.reason });
    }
    case 'dropped': {
      const position = found(before, event.positionId);
      if (position.spotEntryPrice !== undefined || position.perpEntryPrice !== undefined) {
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
      const { spotPrice, perpMarkPrice } = event;
      return withPosition(before, { ...found(before, event.positionId), spotPrice, perpMarkPrice });
    }
    case 'watched':
      return withPosition(before, {
        ...found(before, event.positionId),
        watchedToMs: event.toMs,
      });
    case 'topped-up':
      return toppedUp(before, event);
    case 'corrected':
      return { ...before, correctionsUsdt: added(before.correctionsUsdt, exact(event.amountUsdt)) };
  }
}

function filled(before: Book, fill: BookFill, marginShare: number): Book {
  const position = found(before, fill.positionId);
  const { purpose, leg, price, quantity, filledAtMs } = fill;
  const isDue = legsLeft(position).some(
    (due) => due.purpose === purpose && due.leg === leg && due.side === fill.side,
  );
  if (!isDue) {
    throw impossible('A leg was filled that was not due', position.id);
  }
  const collateralUsdt =
    purpose === 'open' && leg === 'perp'
      ? collateralOf(price, quantity, marginShare)
      : position.collateralUsdt;
  const legs = {
    'open-spot': { spotEntryPrice: price },
    'open-perp': { perpEntryPrice: price, perpOpenedAtMs: filledAtMs, collateralUsdt },
    'close-perp': { perpExitPrice: price, perpClosedAtMs: filledAtMs },
    'close-spot': { spotExitPrice: price },
  }[`${purpose}-${leg}` as const];
  const short = { collateralUsdt, perpEntryPrice: position.perpEntryPrice };
  const traded = {
    ...position,
    ...legs,
    feesUsdt: added(position.feesUsdt, exact(fill.feeUsdt)),
  };
  const cashUsdt = added(before.cashUsdt, cashChange(fill, short));
  return { ...withPosition(before, settled(traded, purpose, filledAtMs)), cashUsdt };
}

/** The last leg's fill also ends the state that the position was in. */
function settled(position: BookPosition, purpose: Purpose, filledAtMs: number): BookPosition {
  if (nextLeg(position) !== undefined) return position;
  if (purpose === 'open') return { ...position, state: 'open' };
  const state = position.perpEntryPrice === undefined ? 'unwound' : 'closed';
  return { ...position, state, closedAtMs: filledAtMs };
}

/** A payment that is in the book already changes nothing. */
function funded(before: Book, event: Extract<LedgerEvent, { kind: 'funded' }>): Book {
  const position = found(before, event.positionId);
  const known = new Set(position.payments.map(({ settledAtMs }) => settledAtMs));
  const fresh = event.payments.filter(({ settledAtMs }) => !known.has(settledAtMs));
  const earned = sum(fresh.map(({ amountUsdt }) => exact(amountUsdt)));
  const after = withPosition(before, {
    ...position,
    payments: [...position.payments, ...fresh].sort((a, b) => a.settledAtMs - b.settledAtMs),
    fundingUsdt: added(position.fundingUsdt, earned),
    settlementsBooked: position.settlementsBooked + fresh.length,
    fundingBookedToMs: event.knownToMs ?? position.fundingBookedToMs,
  });
  return { ...after, cashUsdt: added(before.cashUsdt, earned) };
}

function revised(before: Book, event: Extract<LedgerEvent, { kind: 'revised' }>): Book {
  const position = found(before, event.positionId);
  const { settledAtMs } = event;
  if (!position.payments.some((one) => one.settledAtMs === settledAtMs)) {
    throw impossible('A payment was revised that was never booked', position.id);
  }
  const change = exact(event.amountUsdt);
  const after = withPosition(before, {
    ...position,
    payments: position.payments.map((one) =>
      one.settledAtMs === settledAtMs
        ? { settledAtMs, amountUsdt: added(one.amountUsdt, change) }
        : one,
    ),
    fundingUsdt: added(position.fundingUsdt, change),
  });
  return { ...after, cashUsdt: added(before.cashUsdt, change) };
}

function toppedUp(before: Book, event: Extract<LedgerEvent, { kind: 'topped-up' }>): Book {
  const position = found(before, event.positionId);
  const amount = exact(event.amountUsdt);
  if (perpNotional(position).eq(0) || amount.lte(0)) {
    throw impossible('Collateral was added to a short that is not held', position.id);
  }
  const collateralUsdt = added(position.collateralUsdt, amount);
  const after = withPosition(before, { ...position, collateralUsdt });
  return { ...after, cashUsdt: added(before.cashUsdt, amount.neg()) };
}

/** Cash and the touched position's legs, without what the position earned and what people explained. */
function unexplained(book: Book, event: LedgerEvent): Big {
  const rest = exact(book.cashUsdt).minus(exact(book.correctionsUsdt));
  const position = book.positions.get(touched(event));
  if (!position) return rest;
  return rest
    .plus(legsValue(position))
    .minus(realised(position))
    .minus(unrealised(position))
    .minus(exact(position.fundingUsdt))
    .plus(exact(position.feesUsdt));
}

function touched(event: LedgerEvent): number {
  if (event.kind === 'corrected') return -1;
  if (event.kind === 'intended') return event.position.id;
  return event.kind === 'filled' ? event.fill.positionId : event.positionId;
}

function withPosition(book: Book, position: BookPosition): Book {
  return { ...book, positions: new Map(book.positions).set(position.id, position) };
}

function found(book: Book, id: number): BookPosition {
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
