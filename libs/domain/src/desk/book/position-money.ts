import type Big from 'big.js';
import { exact, productNumber, sum } from './exact.js';
import type { Leg } from '../trade/fill-price.js';
import {
  isLegHeld,
  legNotional,
  legRealised,
  legUnrealised,
  legValue,
  type PositionLeg,
} from './position-leg.js';
import type { Position } from './position.js';

/** What of a position is money. */
export type PositionMoney = Pick<Position, 'legs'>;

export const LEGS = ['long', 'short'] as const satisfies readonly Leg[];

/** Returns what the legs that were closed earned by their prices, USDT; fees and funding are apart. */
export function realised({ legs }: PositionMoney): Big {
  return sum(LEGS.map((name) => legRealised(name, legs[name])));
}

/** Returns what the legs that are held have earned by their prices now, USDT. */
export function unrealised({ legs }: PositionMoney): Big {
  return sum(LEGS.map((name) => legUnrealised(name, legs[name])));
}

/** Returns what the held legs are worth now: the coins, and the collateral with what a perpetual earned. */
export function legsValue({ legs }: PositionMoney): Big {
  return sum(LEGS.map((name) => legValue(name, legs[name])));
}

export function fundingOf({ legs }: PositionMoney): Big {
  return sum(LEGS.map((name) => exact(legs[name].fundingUsdt)));
}

export function feesOf({ legs }: PositionMoney): Big {
  return sum(LEGS.map((name) => exact(legs[name].feesUsdt)));
}

/** The perpetuals of it that are in the market. */
export function heldPerpetuals({ legs }: PositionMoney): readonly [Leg, PositionLeg][] {
  const held: [Leg, PositionLeg][] = [];
  for (const name of LEGS) {
    const leg = legs[name];
    if (leg.instrument === 'perpetual' && isLegHeld(leg)) held.push([name, leg]);
  }
  return held;
}

/** The double next to shortNotional: each valuation of a position asks for it. */
export function shortNotionalNumber(position: PositionMoney): number {
  const { openedQuantity, closedQuantity, price } = position.legs.short;
  return closedQuantity === '0' && openedQuantity !== '0'
    ? productNumber(openedQuantity, price)
    : Number(shortNotional(position));
}

/** Of the short leg, USDT: at its mark price while it is held, else what was opened, or as it is meant to be. */
export function shortNotional({ legs: { short } }: PositionMoney): Big {
  if (isLegHeld(short)) return legNotional(short);
  const opened = exact(short.openedValueUsdt);
  return opened.gt(0) ? opened : exact(short.price).times(exact(short.targetQuantity));
}
