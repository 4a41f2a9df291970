import Big from 'big.js';
import { compare, exact, plain } from '../book/exact.js';
import { FILL_PRICE_DECIMALS } from '../trade/fill-price.js';
import { maintenanceTiers, type LeverageTier } from './maintenance-tiers.js';

/** A perpetual leg with a margin of its own. Exact decimal text; `quantity` in contracts, > 0. */
export interface MarginedLeg {
  readonly side: 'long' | 'short';
  readonly quantity: string;
  readonly entryPrice: string;
  readonly collateralUsdt: string;
}

/**
 * Returns the price from which on the exchange takes the leg over: what is left of its margin is what has to be left
 * of it. Undefined for a long whose margin is worth more than all that it can lose.
 *
 * Units: USDT a contract, rounded to FILL_PRICE_DECIMALS to the side on which it happens sooner.
 * Short: (collateral + entry · q + deduction) / (q · (1 + share)); long: (entry · q − collateral − deduction) / (q · (1 − share)).
 * Source: docs/GLOSSARY.md, liquidation price.
 */
export function liquidationPrice(
  { side, quantity, entryPrice, collateralUsdt }: MarginedLeg,
  tiers: readonly LeverageTier[],
): string | undefined {
  const contracts = exact(quantity);
  const value = exact(entryPrice).times(contracts);
  for (const { toUsdt, share, deductionUsdt } of maintenanceTiers(tiers)) {
    const price =
      side === 'short'
        ? value
            .plus(exact(collateralUsdt))
            .plus(deductionUsdt)
            .div(contracts.times(share.plus(1)))
            .round(FILL_PRICE_DECIMALS, Big.roundDown)
        : value
            .minus(exact(collateralUsdt))
            .minus(deductionUsdt)
            .div(contracts.times(new Big(1).minus(share)))
            .round(FILL_PRICE_DECIMALS, Big.roundUp);
    if (Number(price.times(contracts)) < toUsdt) return price.gt(0) ? plain(price) : undefined;
  }
  return undefined;
}

/**
 * Returns the price at which nothing is left of the leg's margin: at it a leg that was taken over is booked, since an
 * exchange keeps what was left. Rounded against the trader to FILL_PRICE_DECIMALS; 0 at the least.
 */
export function bankruptcyPrice({
  side,
  quantity,
  entryPrice,
  collateralUsdt,
}: MarginedLeg): string {
  const each = exact(collateralUsdt).div(exact(quantity));
  const price =
    side === 'short'
      ? exact(entryPrice).plus(each).round(FILL_PRICE_DECIMALS, Big.roundUp)
      : exact(entryPrice).minus(each).round(FILL_PRICE_DECIMALS, Big.roundDown);
  return plain(price.gt(0) ? price : new Big(0));
}

/** The highest and the lowest price of a perpetual since it was last checked, exact, USDT a contract. */
export interface PriceRange {
  readonly highPrice: string;
  readonly lowPrice: string;
  /** All of it lies in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whether the prices reached the one at which a leg is taken over; never where there is none. */
export function isMet(
  side: MarginedLeg['side'],
  range: Pick<PriceRange, 'highPrice' | 'lowPrice'>,
  price: string | undefined,
): boolean {
  if (price === undefined) return false;
  return side === 'short'
    ? compare(range.highPrice, price) >= 0
    : compare(range.lowPrice, price) <= 0;
}
