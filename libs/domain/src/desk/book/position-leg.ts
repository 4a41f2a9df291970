import type Big from 'big.js';
import type { LotSize } from '../../market/trading-rules.js';
import { compare, exact, plain } from './exact.js';
import { FILL_PRICE_DECIMALS, type Leg } from '../trade/fill-price.js';
import { heldCost, heldQuantity, NOTHING_TRADED, type LegTrades } from './leg-trades.js';

export type InstrumentKind = 'spot' | 'perpetual';

/** Where a leg is traded. */
export interface LegMarket {
  /** The exchange, by its ccxt id. */
  readonly venue: string;
  readonly instrument: InstrumentKind;
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
export interface PositionLeg extends LegMarket, LegTrades {
  /** How much is meant to be held, > 0: what the market holds may be less. */
  readonly targetQuantity: string;
  /** Which quantities its market takes; undefined of legs that were opened before it was kept: any. */
  readonly lot: LotSize | undefined;
  /** Put aside for a perpetual; 0 of spot and of what is not held. */
  readonly collateralUsdt: string;
  /** Now: the last price of spot, the mark price of a perpetual. */
  readonly price: string;
  readonly fundingUsdt: string;
  readonly settlementsBooked: number;
  /** Every settlement up to here is booked, or was proven not to be one. */
  readonly fundingBookedToMs: number | undefined;
  /** Up to here the perpetual's prices were checked for whether its margin held. */
  readonly watchedToMs: number | undefined;
  /** Ascending; of what is held only. */
  readonly payments: readonly BookPayment[];
}

/** What is to be opened, before anything of it is. */
export interface LegOpening extends LegMarket {
  readonly quantity: string;
  /** At which it was decided. */
  readonly price: string;
  readonly lot: LotSize | undefined;
}

export function intendedLeg({ quantity, ...leg }: LegOpening): PositionLeg {
  return {
    ...leg,
    ...NOTHING_TRADED,
    targetQuantity: quantity,
    collateralUsdt: '0',
    fundingUsdt: '0',
    settlementsBooked: 0,
    fundingBookedToMs: undefined,
    watchedToMs: undefined,
    payments: [],
  };
}

type Quantities = Pick<
  LegTrades,
  'openedQuantity' | 'openedValueUsdt' | 'closedQuantity' | 'closedValueUsdt' | 'closedCostUsdt'
>;

export function isLegHeld({ openedQuantity, closedQuantity }: Quantities): boolean {
  return compare(openedQuantity, closedQuantity) > 0;
}

/** Something of it was traded, whatever became of it. */
export function wasOpened({ openedQuantity }: Quantities): boolean {
  return compare(openedQuantity, '0') > 0;
}

/**
 * The average price of what is held, or of all that was opened once nothing is, to FILL_PRICE_DECIMALS; exact of one
 * fill. Undefined where nothing was.
 */
export function entryPrice(leg: Quantities): string | undefined {
  const held = heldQuantity(leg);
  return held.gt(0)
    ? average(heldCost(leg), held)
    : average(exact(leg.openedValueUsdt), exact(leg.openedQuantity));
}

/** The average price of what was closed; undefined where nothing was. */
export function exitPrice({ closedQuantity, closedValueUsdt }: Quantities): string | undefined {
  return average(exact(closedValueUsdt), exact(closedQuantity));
}

/** Returns what the closed part earned by its prices, USDT. */
export function legRealised(name: Leg, { closedValueUsdt, closedCostUsdt }: Quantities): Big {
  const rose = exact(closedValueUsdt).minus(exact(closedCostUsdt));
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

function average(valueUsdt: Big, quantity: Big): string | undefined {
  if (quantity.eq(0)) return undefined;
  return plain(valueUsdt.div(quantity).round(FILL_PRICE_DECIMALS));
}
