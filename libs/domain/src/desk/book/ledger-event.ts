import { sumOf, plain } from './exact.js';
import type { Leg, Side } from '../trade/fill-price.js';
import type { LegTrade } from './leg-trades.js';
import type { BookPayment } from './position-leg.js';
import type { Position } from './position.js';

export type BookMode = 'running' | 'paused' | 'emergency-stopped';

/** What the desk has and owes, exact decimal text in USDT. */
export interface Book {
  /** The exchange whose desk it is. */
  readonly venue: string;
  /** On all exchanges together. */
  readonly startingEquityUsdt: string;
  /** What is not in a leg, on the desk's own exchange: kept by adding up, so that it proves the sum of all events. */
  readonly cashUsdt: string;
  /** The same on each other exchange: money does not move between them by itself. */
  readonly elsewhereUsdt: ReadonlyMap<string, string>;
  /** What people booked to explain cash that nothing else explains; positive explains more of it. */
  readonly correctionsUsdt: string;
  readonly mode: BookMode;
  readonly modeReason: string | undefined;
  /** All that are in here, held or over; by id. */
  readonly positions: ReadonlyMap<number, Position>;
}

/** Returns the cash on an exchange; 0 on one where the desk has none. */
export function cashOn(book: Book, venue: string): string {
  return venue === book.venue ? book.cashUsdt : (book.elsewhereUsdt.get(venue) ?? '0');
}

/** Returns the cash on all exchanges. */
export function allCash({
  cashUsdt,
  elsewhereUsdt,
}: Pick<Book, 'cashUsdt' | 'elsewhereUsdt'>): string {
  return plain(sumOf([cashUsdt, ...elsewhereUsdt.values()]));
}

/** A part of a leg's order that was filled. */
export interface BookFill extends LegTrade {
  readonly positionId: number;
  readonly leg: Leg;
  readonly side: Side;
}

export type LedgerEvent =
  | { readonly kind: 'intended'; readonly position: Position }
  /** An open position is to be closed, or an opening one taken back. */
  | { readonly kind: 'closing'; readonly positionId: number; readonly reason: string }
  /** An opening of which no leg was filled is over. */
  | { readonly kind: 'dropped'; readonly positionId: number; readonly reason: string }
  /** All fills of one order. `marginShare`: what is put aside of the notional of a perpetual that is opened. */
  | {
      readonly kind: 'filled';
      readonly fills: readonly [BookFill, ...BookFill[]];
      readonly marginShare: number;
    }
  /** `knownToMs`: up to it every settlement is in here, or was proven not to be one; undefined where nothing is certain. */
  | {
      readonly kind: 'funded';
      readonly positionId: number;
      readonly leg: Leg;
      readonly payments: readonly BookPayment[];
      readonly knownToMs: number | undefined;
    }
  /** A rate was revised after its payment was booked: what that changes, USDT. */
  | {
      readonly kind: 'revised';
      readonly positionId: number;
      readonly leg: Leg;
      readonly settledAtMs: number;
      readonly amountUsdt: string;
    }
  | {
      readonly kind: 'priced';
      readonly positionId: number;
      readonly prices: Readonly<Record<Leg, string>>;
    }
  /** The perpetual's prices up to an instant were checked, and what they did to its margin is in here. */
  | {
      readonly kind: 'watched';
      readonly positionId: number;
      readonly leg: Leg;
      readonly toMs: number;
    }
  /** Cash became collateral of a perpetual; `amountUsdt` > 0. */
  | {
      readonly kind: 'topped-up';
      readonly positionId: number;
      readonly leg: Leg;
      readonly amountUsdt: string;
    }
  /** A person explains cash that nothing else explains. */
  | { readonly kind: 'corrected'; readonly amountUsdt: string };
