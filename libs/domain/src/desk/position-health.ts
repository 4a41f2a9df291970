import { exact } from './exact.js';
import { perpNotional, perpUnrealised, type PositionMoney } from './position-money.js';

/**
 * Returns by which fraction the legs' notionals differ, |q_spot·P_spot − q_perp·P_mark| / (q_perp·P_mark).
 * Undefined where not both legs are held.
 */
export function deltaDrift(position: PositionMoney): number | undefined {
  if (!holdsBoth(position)) return undefined;
  const perp = Number(perpNotional(position));
  const spot = Number(exact(position.spotPrice).times(exact(position.quantity)));
  return Math.abs(spot - perp) / perp;
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

function holdsBoth(position: PositionMoney): boolean {
  const { spotEntryPrice, spotExitPrice, perpEntryPrice, perpExitPrice } = position;
  return (
    spotEntryPrice !== undefined &&
    spotExitPrice === undefined &&
    perpEntryPrice !== undefined &&
    perpExitPrice === undefined
  );
}
