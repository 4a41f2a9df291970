import { exact } from './exact.js';
import { heldQuantity } from './leg-trades.js';
import { legNotional, legUnrealised, type PositionLeg } from './position-leg.js';
import type { Leg } from '../trade/fill-price.js';
import { heldPerpetuals, type PositionMoney } from './position-money.js';

/**
 * Returns by which fraction the legs' coins differ: abs(long − short) / the larger of them. 0 is hedged, 1 is one leg
 * alone, whatever the prices are; what the prices differ by is the basis. Undefined where nothing is held.
 */
export function deltaDrift({ legs }: PositionMoney): number | undefined {
  const [long, short] = [coinsOf(legs.long), coinsOf(legs.short)];
  const larger = long.gt(short) ? long : short;
  return larger.eq(0) ? undefined : Number(long.minus(short).abs()) / Number(larger);
}

/** The same in doubles, within ABOUT of it. */
export function aboutDeltaDrift({ legs }: PositionMoney): number {
  const [long, short] = [aboutCoins(legs.long), aboutCoins(legs.short)];
  return Math.abs(long - short) / Math.max(long, short);
}

function aboutCoins({ openedQuantity, closedQuantity, unitsPerContract }: PositionLeg): number {
  return (Number(openedQuantity) - Number(closedQuantity)) * unitsPerContract;
}

/** Returns how many coins of a leg are in the market, ≥ 0. */
export function coinsOf(leg: PositionLeg) {
  return heldQuantity(leg).times(leg.unitsPerContract);
}

/**
 * Returns what is left of a perpetual's collateral, (collateral + what it earned) ÷ its notional now; negative when
 * more than all of it is gone. Undefined where nothing is held.
 */
export function legMarginShare(name: Leg, leg: PositionLeg): number | undefined {
  const notional = legNotional(leg);
  if (notional.eq(0) || leg.instrument === 'spot') return undefined;
  const left = exact(leg.collateralUsdt).plus(legUnrealised(name, leg));
  return Number(left) / Number(notional);
}

/** Far more than doubles lose of a margin share. */
export const ABOUT = 1e-9;

/**
 * The same at another price and in doubles: within ABOUT of it, and a fifth of the time. What is clear by it needs no exact numbers;
 * nothing is booked by it.
 */
export function aboutMarginShare(
  name: Leg,
  leg: Omit<PositionLeg, 'price'>,
  price: number,
): { readonly share: number; readonly notionalUsdt: number } {
  const held = Number(leg.openedQuantity) - Number(leg.closedQuantity);
  const cost = Number(leg.openedValueUsdt) - Number(leg.closedCostUsdt);
  const notionalUsdt = held * price;
  const earned = name === 'short' ? cost - notionalUsdt : notionalUsdt - cost;
  return { share: (Number(leg.collateralUsdt) + earned) / notionalUsdt, notionalUsdt };
}

/** Of the perpetual of which the least is left. */
export function marginShare(position: PositionMoney): number | undefined {
  const shares = heldPerpetuals(position).flatMap(([name, leg]) => legMarginShare(name, leg) ?? []);
  return shares.length === 0 ? undefined : Math.min(...shares);
}
