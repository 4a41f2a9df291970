import type Big from 'big.js';
import { exact } from './exact.js';
import type { Leg, Side } from './fill-price.js';

/** One leg's fill, exact. `quantity`: units of the asset (spot) or contracts (perpetual). */
export interface CashFill {
  readonly leg: Leg;
  readonly side: Side;
  readonly quantity: string;
  readonly price: string;
  readonly feeUsdt: string;
}

/**
 * Returns what a fill does to the cash, USDT; negative leaves it.
 *
 * Spot is paid and received in full. Selling the perpetual opens the short and puts `collateralUsdt` aside;
 * buying it back returns that with what the price difference to `perpEntryPrice` earned. Each pays its fee.
 */
export function cashChange(
  fill: CashFill,
  short: { readonly collateralUsdt: string; readonly perpEntryPrice: string | undefined },
): Big {
  return legCash(fill, short).minus(exact(fill.feeUsdt));
}

function legCash(fill: CashFill, short: Parameters<typeof cashChange>[1]): Big {
  const value = exact(fill.price).times(exact(fill.quantity));
  if (fill.leg === 'spot') return fill.side === 'buy' ? value.neg() : value;
  const collateral = exact(short.collateralUsdt);
  if (fill.side === 'sell') return collateral.neg();
  if (short.perpEntryPrice === undefined) throw new RangeError('A short that was never opened');
  const entry = exact(short.perpEntryPrice).times(exact(fill.quantity));
  return collateral.plus(entry).minus(value);
}
