import Big from 'big.js';
import { exact, plain } from '../book/exact.js';
import { heldQuantity } from '../book/leg-trades.js';
import { nearestSteps, stepOf, takes, wholeSteps } from './lot-rules.js';
import type { OrderPurpose } from './fill-price.js';
import type { PositionLeg } from '../book/position-leg.js';

/** Finer than any step: of a market of which no step is kept. */
const MOST_DECIMALS = 12;

/**
 * Returns the quantity nearest to one that the leg's market takes, no more than what is held (closing) or is still meant
 * to be held (opening); undefined where that is nothing, less than the market takes, or worth less at the leg's price. A
 * perpetual is closed whatever is left of it: exchanges take an order that only reduces a position at any size.
 *
 * `quantity`: coins (spot) or contracts, ≥ 0. Nearest and not below: what is left over is half a step at the most, and
 * the other leg, whose step may be finer, answers it. Of two that are as near the lesser: else what half a step too much was
 * closed would be opened again, and so on.
 */
export function tradableQuantity(
  leg: PositionLeg,
  purpose: OrderPurpose,
  quantity: Big,
): string | undefined {
  const { lot, instrument, price } = leg;
  const held = heldQuantity(leg);
  const most = purpose === 'close' ? held : exact(leg.targetQuantity).minus(held);
  if (!lot) {
    const all = smaller(quantity, most).round(MOST_DECIMALS, Big.roundDown);
    return all.gt(0) ? plain(all) : undefined;
  }
  const isReducing = instrument === 'perpetual' && purpose === 'close';
  if (isReducing && quantity.gt(0) && quantity.gte(held)) return plain(held);
  const taken = smaller(nearestSteps(lot, quantity), wholeSteps(lot, most)).times(stepOf(lot));
  if (taken.lte(0)) return undefined;
  return isReducing || takes(lot, taken, exact(price)) ? plain(taken) : undefined;
}

function smaller(a: Big, b: Big): Big {
  return a.lt(b) ? a : b;
}
