import Big from 'big.js';
import { exact, sum } from './exact.js';

/**
 * What of a position is money. Exact decimal text; prices of the spot leg in USDT a unit, of the perpetual
 * in USDT a contract. An entry price is there once that leg was filled, an exit price once it was closed.
 */
export interface PositionMoney {
  readonly quantity: string;
  readonly contracts: string;
  readonly collateralUsdt: string;
  readonly spotEntryPrice: string | undefined;
  readonly spotExitPrice: string | undefined;
  readonly perpEntryPrice: string | undefined;
  readonly perpExitPrice: string | undefined;
  /** The prices now. */
  readonly spotPrice: string;
  readonly perpMarkPrice: string;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
}

/** Returns what the legs that were closed earned by their prices, USDT; fees and funding are apart. */
export function realised(position: PositionMoney): Big {
  const { spotExitPrice, perpExitPrice } = position;
  return sum([
    spotExitPrice === undefined ? new Big(0) : spotEarned(position, spotExitPrice),
    perpExitPrice === undefined ? new Big(0) : perpEarned(position, perpExitPrice),
  ]);
}

/** Returns what the legs that are held have earned by their prices now, USDT. */
export function unrealised(position: PositionMoney): Big {
  return sum([
    position.spotExitPrice === undefined ? spotEarned(position, position.spotPrice) : new Big(0),
    perpUnrealised(position),
  ]);
}

/** Of the short leg alone: what its collateral gained (or lost). */
export function perpUnrealised(position: PositionMoney): Big {
  return position.perpExitPrice === undefined
    ? perpEarned(position, position.perpMarkPrice)
    : new Big(0);
}

/** Returns what the held legs are worth now: the coins, and the collateral with what the short earned. */
export function legsValue(position: PositionMoney): Big {
  const { spotEntryPrice, spotExitPrice, perpEntryPrice, perpExitPrice } = position;
  const holdsSpot = spotEntryPrice !== undefined && spotExitPrice === undefined;
  const holdsPerp = perpEntryPrice !== undefined && perpExitPrice === undefined;
  return sum([
    holdsSpot ? exact(position.spotPrice).times(exact(position.quantity)) : new Big(0),
    holdsPerp ? exact(position.collateralUsdt).plus(perpUnrealised(position)) : new Big(0),
  ]);
}

/** Whether the short is in the market. */
export function holdsPerp({ perpEntryPrice, perpExitPrice }: PositionMoney): boolean {
  return perpEntryPrice !== undefined && perpExitPrice === undefined;
}

/** Returns the value of the short leg at its mark price, USDT, ≥ 0; 0 where none is held. */
export function perpNotional(position: PositionMoney): Big {
  return holdsPerp(position)
    ? exact(position.perpMarkPrice).times(exact(position.contracts))
    : new Big(0);
}

/** A long leg earns what the price rose. */
function spotEarned({ spotEntryPrice, quantity }: PositionMoney, price: string): Big {
  if (spotEntryPrice === undefined) return new Big(0);
  return exact(price).minus(exact(spotEntryPrice)).times(exact(quantity));
}

/** A short leg earns what the price fell. */
function perpEarned({ perpEntryPrice, contracts }: PositionMoney, price: string): Big {
  if (perpEntryPrice === undefined) return new Big(0);
  return exact(perpEntryPrice).minus(exact(price)).times(exact(contracts));
}

/** Of the short leg, USDT: at its mark price while it is held, else at its entry, or as it is meant to be. */
export function shortNotional(position: PositionMoney): Big {
  const held = perpNotional(position);
  if (held.gt(0)) return held;
  const price = exact(position.perpEntryPrice ?? position.perpMarkPrice);
  return price.times(exact(position.contracts));
}
