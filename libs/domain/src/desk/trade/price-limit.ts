import Big from 'big.js';
import { exact, exactSetting, plain } from '../book/exact.js';
import { FILL_PRICE_DECIMALS, type Side } from './fill-price.js';
import { pairBasis, type BothPrices } from '../observe/pair-prices.js';
import type { Reason } from '../decide/verdict.js';

const BP = '0.0001';

/**
 * Returns the worst price at which an order is filled: so many basis points to the trader's disadvantage of the
 * price that was decided on, rounded to FILL_PRICE_DECIMALS towards that price.
 *
 * `price`: exact, > 0. `moveBps`: ≥ 0.
 */
export function limitPrice(price: string, side: Side, moveBps: number): string {
  const move = exactSetting(moveBps).times(BP);
  const factor = side === 'buy' ? move.plus(1) : new Big(1).minus(move);
  const limit = exact(price).times(factor);
  return plain(limit.round(FILL_PRICE_DECIMALS, side === 'buy' ? Big.roundDown : Big.roundUp));
}

/** Whether a price is one at which an order with that limit is filled. */
export function withinLimit(price: string, side: Side, limit: string): boolean {
  return side === 'buy' ? exact(price).lte(exact(limit)) : exact(price).gte(exact(limit));
}

/**
 * Judges a pair again: returns why it is not traded any more at the prices now, undefined while it may be.
 *
 * Long spot and short perpetual is opened at a basis and closed at a basis; how far both prices moved together is
 * nobody's loss. A basis that became better than decided never refuses.
 */
export function pairMoved(
  purpose: 'open' | 'close',
  decided: BothPrices,
  now: BothPrices,
  maxMoveBps: number,
): Reason | undefined {
  const [before, after] = [pairBasis(decided), pairBasis(now)];
  if (before === undefined || after === undefined) return undefined;
  const worseBps = (purpose === 'open' ? before - after : after - before) * 10_000;
  if (worseBps <= maxMoveBps) return undefined;
  return {
    code: 'pair-moved',
    text: `The basis is ${worseBps.toFixed(1)} bp worse than the one that was decided on, more than ${maxMoveBps} bp`,
  };
}
