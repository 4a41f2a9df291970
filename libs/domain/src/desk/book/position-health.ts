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

/** Of the perpetual of which the least is left. */
export function marginShare(position: PositionMoney): number | undefined {
  const shares = heldPerpetuals(position).flatMap(([name, leg]) => legMarginShare(name, leg) ?? []);
  return shares.length === 0 ? undefined : Math.min(...shares);
}
