import type Big from 'big.js';
import { exact, plain, sum, sumOf } from './exact.js';
import { coinOf } from '../trade/fill-fee.js';
import { cashOn, type Book } from './ledger-event.js';
import { heldQuantity } from './leg-trades.js';
import { legNotional, type PositionLeg } from './position-leg.js';
import { LEGS } from './position-money.js';

/** What an exchange holds for the desk of one perpetual. */
export interface VenuePosition {
  readonly symbol: string;
  /** Exact; a short position is negative. */
  readonly contracts: string;
}

/** What the desk owns of one coin at an exchange, what is bound as collateral included. */
export interface VenueBalance {
  readonly coin: string;
  /** Exact. */
  readonly amount: string;
}

/** An order that rests in an exchange's book. */
export interface OpenOrder {
  readonly clientOrderId: string;
  readonly symbol: string;
}

/** What an exchange says of the desk's account. */
export interface VenueAccount {
  readonly venue: string;
  readonly positions: readonly VenuePosition[];
  readonly balances: readonly VenueBalance[];
  readonly openOrders: readonly OpenOrder[];
}

/** What an exchange and the book say differently. */
export interface Difference {
  readonly kind: 'position' | 'balance' | 'open-order' | 'unpriced-fee';
  readonly venue: string;
  /** The perpetual's symbol, or the coin. */
  readonly of: string;
  /** One sentence, with what either of them says. */
  readonly text: string;
}

/**
 * Settlements come late: as long as they are not booked, cash may be less by what they were. More than this share of a
 * perpetual's notional is charged on no day but those that people look at anyway.
 */
const UNBOOKED_FUNDING_SHARE = 0.01;

/**
 * Returns what an exchange says of the desk's account and the book does not; empty where they agree.
 *
 * Perpetuals agree to the last contract. Of coins as many are there as are held; what was too little to be sold may be
 * there too. Of USDT there is at least the cash and the collateral, but for settlements that are not booked yet; what is
 * there beside it is not the desk's. No order rests: each is filled at once or never. A fee in a coin without a price is
 * in no figure of the book.
 *
 * `unsure`: symbols and coins in which an order is under way of which nobody knows what became: they are not judged.
 */
export function reconcileAccount(
  account: VenueAccount,
  book: Book,
  unsure: ReadonlySet<string>,
): readonly Difference[] {
  const legs = [...book.positions.values()]
    .flatMap((position) => LEGS.map((name) => ({ name, leg: position.legs[name] })))
    .filter(({ leg }) => leg.venue === account.venue && isThere(leg));
  const isUnsure = unsure.size > 0;
  return [
    ...positionsDiffer(account, legs, unsure),
    ...coinsDiffer(account, legs, unsure),
    ...(isUnsure ? [] : cashDiffers(account, book, legs)),
    ...account.openOrders.map(({ clientOrderId, symbol }) =>
      difference(account, 'open-order', symbol, `the order ${clientOrderId} rests at the exchange`),
    ),
    ...unpricedFees(account, legs),
  ];
}

/** Something of it is at the exchange, perhaps too little to be sold. Both texts are canonical. */
function isThere(leg: PositionLeg): boolean {
  return leg.openedQuantity !== leg.closedQuantity || leg.writtenOffQuantity !== '0';
}

interface HeldLeg {
  readonly name: 'long' | 'short';
  readonly leg: PositionLeg;
}

function positionsDiffer(
  account: VenueAccount,
  legs: readonly HeldLeg[],
  unsure: ReadonlySet<string>,
): Difference[] {
  const perpetuals = legs.filter(({ leg }) => leg.instrument === 'perpetual');
  const symbols = [
    ...perpetuals.map(({ leg }) => leg.symbol),
    ...account.positions.map(({ symbol }) => symbol),
  ];
  return [...new Set(symbols)].flatMap((symbol) => {
    const booked = sum(
      perpetuals
        .filter(({ leg }) => leg.symbol === symbol)
        .map(({ name, leg }) => signed(name, leg)),
    );
    const there = sumOf(
      account.positions.filter((one) => one.symbol === symbol).map(({ contracts }) => contracts),
    );
    if (booked.eq(there) || unsure.has(symbol)) return [];
    const text = `the exchange holds ${plain(there)} contracts, the book ${plain(booked)}`;
    return [difference(account, 'position', symbol, text)];
  });
}

function coinsDiffer(
  account: VenueAccount,
  legs: readonly HeldLeg[],
  unsure: ReadonlySet<string>,
): Difference[] {
  const spots = legs.filter(({ leg }) => leg.instrument === 'spot');
  const coins = new Set(spots.map(({ leg }) => coinOf(leg.symbol)));
  return [...coins].flatMap((coin) => {
    const own = spots.filter(({ leg }) => coinOf(leg.symbol) === coin).map(({ leg }) => leg);
    const booked = sum(own.map(heldQuantity));
    const most = booked.plus(sumOf(own.map(({ writtenOffQuantity }) => writtenOffQuantity)));
    const there = balanceOf(account, coin);
    if ((there.gte(booked) && there.lte(most)) || unsure.has(coin)) return [];
    const text = `${plain(there)} ${coin} are at the exchange, ${plain(booked)} in the book`;
    return [difference(account, 'balance', coin, text)];
  });
}

function cashDiffers(account: VenueAccount, book: Book, legs: readonly HeldLeg[]): Difference[] {
  const perpetuals = legs.filter(({ leg }) => leg.instrument === 'perpetual').map(({ leg }) => leg);
  const booked = exact(cashOn(book, account.venue)).plus(
    sumOf(perpetuals.map(({ collateralUsdt }) => collateralUsdt)),
  );
  const tolerated = sum(perpetuals.map(legNotional)).times(UNBOOKED_FUNDING_SHARE);
  const there = balanceOf(account, 'USDT');
  if (there.gte(booked.minus(tolerated))) return [];
  const text = `${plain(there)} USDT are at the exchange, ${plain(booked)} in the book`;
  return [difference(account, 'balance', 'USDT', text)];
}

function unpricedFees(account: VenueAccount, legs: readonly HeldLeg[]): Difference[] {
  const held = legs.filter(({ leg }) => heldQuantity(leg).gt(0));
  return held.flatMap(({ leg }) =>
    leg.unpricedFees.map(({ amount, coin }) => {
      const text = `a fee of ${amount} ${coin} of ${leg.symbol} has no price, and is not in the book’s USDT`;
      return difference(account, 'unpriced-fee', coin, text);
    }),
  );
}

function balanceOf({ balances }: VenueAccount, coin: string): Big {
  return sumOf(balances.filter((one) => one.coin === coin).map(({ amount }) => amount));
}

function signed(name: 'long' | 'short', leg: PositionLeg): Big {
  const held = heldQuantity(leg);
  return name === 'long' ? held : held.neg();
}

function difference(
  { venue }: VenueAccount,
  kind: Difference['kind'],
  of: string,
  text: string,
): Difference {
  return { kind, venue, of, text: `${of} on ${venue}: ${text}` };
}
