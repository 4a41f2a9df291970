import Big from 'big.js';
import { exact, exactSetting, plain } from '../book/exact.js';

/** Of a position: what gains when the coin rises, and what gains when it falls. */
export type Leg = 'long' | 'short';
export type Side = 'buy' | 'sell';
/** What an order does to its leg. */
export type OrderPurpose = 'open' | 'close';

/** Finer than any tick; a price with a slippage is cut here, to the trader's disadvantage. */
export const FILL_PRICE_DECIMALS = 12;

const BP = '0.0001';

/**
 * Returns the price at which a taker is filled: the last price, worse by the slippage. A buyer pays more, a
 * seller gets less; rounded against the trader to FILL_PRICE_DECIMALS.
 *
 * `lastPrice`: exact, > 0. `slippageBps`: ≥ 0.
 */
export function fillPrice(lastPrice: string, side: Side, slippageBps: number): string {
  const slipped = exactSetting(slippageBps).times(BP);
  const factor = side === 'buy' ? slipped.plus(1) : new Big(1).minus(slipped);
  const price = exact(lastPrice).times(factor);
  return plain(price.round(FILL_PRICE_DECIMALS, side === 'buy' ? Big.roundUp : Big.roundDown));
}

/** Returns the fee of a fill in USDT, exact, ≥ 0, paid: price × quantity × fee. */
export function fillFee(price: string, quantity: string, feeBps: number): string {
  return plain(exact(price).times(exact(quantity)).times(exactSetting(feeBps)).times(BP));
}
