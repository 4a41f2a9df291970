import type { Leg, Side } from './fill-price.js';
import type { Position } from './position.js';

export type Purpose = 'open' | 'close';

/** The order that a position waits for. */
export interface NextLeg {
  readonly purpose: Purpose;
  readonly leg: Leg;
  readonly side: Side;
}

/** Returns the next leg of what is half opened or half closed; undefined where nothing is. */
export function nextLeg(position: Position): NextLeg | undefined {
  return legsLeft(position)[0];
}

/**
 * Returns the legs that a position still has to trade, in their order: spot first when opening, since a short
 * without coins can be liquidated; the short first when closing.
 */
export function legsLeft(position: Position): NextLeg[] {
  const { state, spotEntryPrice, spotExitPrice, perpEntryPrice, perpExitPrice } = position;
  const left: NextLeg[] = [];
  if (state === 'opening') {
    if (spotEntryPrice === undefined) left.push({ purpose: 'open', leg: 'spot', side: 'buy' });
    if (perpEntryPrice === undefined) left.push({ purpose: 'open', leg: 'perp', side: 'sell' });
  }
  if (state === 'closing') {
    if (perpEntryPrice !== undefined && perpExitPrice === undefined) {
      left.push({ purpose: 'close', leg: 'perp', side: 'buy' });
    }
    if (spotEntryPrice !== undefined && spotExitPrice === undefined) {
      left.push({ purpose: 'close', leg: 'spot', side: 'sell' });
    }
  }
  return left;
}

/** Whether exactly one of the legs is in the market: it follows the price until the other one is there, or it is gone. */
export function isUnhedged(position: Position): boolean {
  const { spotEntryPrice, spotExitPrice, perpEntryPrice, perpExitPrice } = position;
  const holdsSpot = spotEntryPrice !== undefined && spotExitPrice === undefined;
  const holdsPerp = perpEntryPrice !== undefined && perpExitPrice === undefined;
  return holdsSpot !== holdsPerp;
}
