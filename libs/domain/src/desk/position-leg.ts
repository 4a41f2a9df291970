import Big from 'big.js';
import { exact, plain } from './exact.js';
import { FILL_PRICE_DECIMALS, type Leg } from './fill-price.js';

export type Instrument = 'spot' | 'perpetual';

/** Where a leg is traded. */
export interface LegMarket {
  /** The exchange, by its ccxt id. */
  readonly venue: string;
  readonly instrument: Instrument;
  /** ccxt's unified symbol. */
  readonly symbol: string;
  /** The exchange's own name; empty where it is not known: of spot legs of before there were legs. */
  readonly nativeId: string;
  /** How many coins one unit of its quantity stands for: 1 of spot, 1000 of 1000PEPE. */
  readonly unitsPerContract: number;
}

/** What a leg received (positive) or paid (negative) at one settlement. */
export interface BookPayment {
  readonly settledAtMs: number;
  /** USDT, exact. */
  readonly amountUsdt: string;
}

/**
 * One leg of a position and its money: exact decimal text, quantities ≥ 0 in coins (spot) or contracts (perpetual),
 * prices of one of these in USDT. What was opened and closed are the sums of its fills.
 */
export interface PositionLeg extends LegMarket {
  /** How much is meant to be held, > 0. */
  readonly targetQuantity: string;
  readonly openedQuantity: string;
  readonly openedValueUsdt: string;
  readonly closedQuantity: string;
  readonly closedValueUsdt: string;
  /** It is held after the first instant, and up to and including the second: what is settled then is its own. */
  readonly openedAtMs: number | undefined;
  readonly closedAtMs: number | undefined;
  readonly feesUsdt: string;
  /** Put aside for a perpetual; 0 of spot and of what is not held. */
  readonly collateralUsdt: string;
  /** Now: the last price of spot, the mark price of a perpetual. */
  readonly price: string;
  readonly fundingUsdt: string;
  readonly settlementsBooked: number;
  /** Every settlement up to here is booked, or was proven not to be one. */
  readonly fundingBookedToMs: number | undefined;
  /** Up to here the perpetual's prices were looked at for whether its margin held. */
  readonly watchedToMs: number | undefined;
  /** Ascending; of what is held only. */
  readonly payments: readonly BookPayment[];
}

/** What is to be opened, before anything of it is. */
export interface LegOpening extends LegMarket {
  readonly quantity: string;
  /** At which it was decided. */
  readonly price: string;
}

export function intendedLeg({ quantity, ...leg }: LegOpening): PositionLeg {
  return {
    ...leg,
    targetQuantity: quantity,
    openedQuantity: '0',
    openedValueUsdt: '0',
    closedQuantity: '0',
    closedValueUsdt: '0',
    openedAtMs: undefined,
    closedAtMs: undefined,
    feesUsdt: '0',
    collateralUsdt: '0',
    fundingUsdt: '0',
    settlementsBooked: 0,
    fundingBookedToMs: undefined,
    watchedToMs: undefined,
    payments: [],
  };
}

type Quantities = Pick<
  PositionLeg,
  'openedQuantity' | 'openedValueUsdt' | 'closedQuantity' | 'closedValueUsdt'
>;

/** Returns how much of it is in the market, ≥ 0. */
export function heldQuantity({ openedQuantity, closedQuantity }: Quantities): Big {
  return exact(openedQuantity).minus(exact(closedQuantity));
}

export function isLegHeld(leg: Quantities): boolean {
  return heldQuantity(leg).gt(0);
}

/** Something of it was traded, whatever became of it. */
export function wasOpened({ openedQuantity }: Quantities): boolean {
  return exact(openedQuantity).gt(0);
}

/** The average price of what was opened, to FILL_PRICE_DECIMALS; exact of one fill. Undefined where nothing was. */
export function entryPrice({ openedQuantity, openedValueUsdt }: Quantities): string | undefined {
  return average(openedValueUsdt, openedQuantity);
}

/** The average price of what was closed; undefined where nothing was. */
export function exitPrice({ closedQuantity, closedValueUsdt }: Quantities): string | undefined {
  return average(closedValueUsdt, closedQuantity);
}

/** Returns what the closed part earned by its prices, USDT: at the average entry price while a part is still held. */
export function legRealised(name: Leg, leg: Quantities): Big {
  const { openedQuantity, openedValueUsdt, closedQuantity, closedValueUsdt } = leg;
  if (closedQuantity === '0') return new Big(0);
  const isOver = exact(openedQuantity).eq(exact(closedQuantity));
  const cost = isOver
    ? exact(openedValueUsdt)
    : exact(entryPrice(leg) ?? '0').times(exact(closedQuantity));
  const rose = exact(closedValueUsdt).minus(cost);
  return name === 'long' ? rose : rose.neg();
}

/** Returns what the held part has earned by its price now, USDT; with what is realised it is all that the prices did. */
export function legUnrealised(name: Leg, leg: Quantities & Pick<PositionLeg, 'price'>): Big {
  const now = heldQuantity(leg).times(exact(leg.price));
  const rose = exact(leg.closedValueUsdt).plus(now).minus(exact(leg.openedValueUsdt));
  return (name === 'long' ? rose : rose.neg()).minus(legRealised(name, leg));
}

type Money = Quantities & Pick<PositionLeg, 'instrument' | 'collateralUsdt' | 'price'>;

/**
 * Returns what a leg's fills have done to the cash, USDT, without fees: spot is paid and received in full, a perpetual
 * binds its collateral and gives back what it earned.
 */
export function legCash(name: Leg, leg: Money): Big {
  return leg.instrument === 'spot'
    ? exact(leg.closedValueUsdt).minus(exact(leg.openedValueUsdt))
    : legRealised(name, leg).minus(exact(leg.collateralUsdt));
}

/** Returns what the held part is worth now, USDT: the coins, or the collateral with what it has earned. */
export function legValue(name: Leg, leg: Money): Big {
  return leg.instrument === 'spot'
    ? heldQuantity(leg).times(exact(leg.price))
    : exact(leg.collateralUsdt).plus(legUnrealised(name, leg));
}

/** Returns its value at its price now, USDT, ≥ 0; 0 where nothing is held. */
export function legNotional(leg: Quantities & Pick<PositionLeg, 'price'>): Big {
  return heldQuantity(leg).times(exact(leg.price));
}

function average(valueUsdt: string, quantity: string): string | undefined {
  if (exact(quantity).eq(0)) return undefined;
  return plain(exact(valueUsdt).div(exact(quantity)).round(FILL_PRICE_DECIMALS));
}
