import { exact } from './exact.js';
import { perpNotional, perpUnrealised, type PositionMoney } from './position-money.js';

/**
 * Returns by which fraction the legs' quantities differ: abs(coins − contracts · units) / the larger of them. 0 is
 * hedged, 1 is one leg alone, whatever the prices are; what the prices differ by is the basis. Undefined where
 * nothing is held.
 */
export function deltaDrift(
  position: PositionMoney & { readonly unitsPerContract: number },
): number | undefined {
  const { spotEntryPrice, spotExitPrice, perpEntryPrice, perpExitPrice } = position;
  const holdsSpot = spotEntryPrice !== undefined && spotExitPrice === undefined;
  const holdsPerp = perpEntryPrice !== undefined && perpExitPrice === undefined;
  if (!holdsSpot && !holdsPerp) return undefined;
  if (!holdsSpot || !holdsPerp) return 1;
  const long = exact(position.quantity);
  const short = exact(position.contracts).times(position.unitsPerContract);
  return Number(long.minus(short).abs()) / Number(long.gt(short) ? long : short);
}

/**
 * Returns what is left of the short leg's collateral, (collateral + what the short earned) ÷ its notional
 * now; negative when more than all of it is gone. Undefined where no short is held.
 */
export function marginShare(position: PositionMoney): number | undefined {
  const notional = perpNotional(position);
  if (notional.eq(0)) return undefined;
  const left = exact(position.collateralUsdt).plus(perpUnrealised(position));
  return Number(left) / Number(notional);
}
