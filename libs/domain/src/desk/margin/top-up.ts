import Big from 'big.js';
import { exact, exactSetting, plain } from '../book/exact.js';

/** Cents: nobody moves less. */
const DECIMALS = 2;

/** A margin as it stands, exact, USDT: `leftUsdt` with what the leg has earned and lost. */
export interface MarginNow {
  readonly notionalUsdt: string;
  readonly leftUsdt: string;
}

/**
 * Returns how much cash is added to a margin that is low, exact, USDT: so much that it is again what a new leg is
 * given, or as much as there is. Undefined where that would leave it less than halfway there: then it is sold instead.
 */
export function topUp(
  { notionalUsdt, leftUsdt }: MarginNow,
  cashUsdt: string,
  settings: { readonly perpMarginShare: number; readonly minMarginShare: number },
): string | undefined {
  const notional = exact(notionalUsdt);
  const share = exactSetting(settings.perpMarginShare);
  const least = share.plus(exactSetting(settings.minMarginShare)).div(2);
  const needed = notional.times(share).minus(exact(leftUsdt)).round(DECIMALS, Big.roundUp);
  const there = exact(cashUsdt).round(DECIMALS, Big.roundDown);
  const amount = needed.gt(there) ? there : needed;
  if (amount.lte(0)) return undefined;
  return exact(leftUsdt).plus(amount).gte(notional.times(least)) ? plain(amount) : undefined;
}
