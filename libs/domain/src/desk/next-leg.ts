import { exact, plain } from './exact.js';
import type { Leg, Side } from './fill-price.js';
import { heldQuantity, wasOpened } from './position-leg.js';
import { coinsOf } from './position-health.js';
import type { Position } from './position.js';

export type Purpose = 'open' | 'close';

/** The order that a position waits for. */
export interface NextLeg {
  readonly purpose: Purpose;
  readonly leg: Leg;
  readonly side: Side;
  /** What is left to be traded, exact, > 0. */
  readonly quantity: string;
}

/** Returns the next leg of what is half opened or half closed; undefined where nothing is. */
export function nextLeg(position: Position): NextLeg | undefined {
  return legsLeft(position)[0];
}

/**
 * Returns what a position still has to trade, in its order: the long leg first when opening, since a short without
 * coins can be liquidated; the short first when closing.
 */
export function legsLeft({ state, legs }: Position): NextLeg[] {
  if (state === 'opening') {
    return (['long', 'short'] as const).flatMap((leg) => {
      const { targetQuantity, openedQuantity } = legs[leg];
      const left = exact(targetQuantity).minus(exact(openedQuantity));
      const side = leg === 'long' ? 'buy' : 'sell';
      return left.gt(0) ? [{ purpose: 'open', leg, side, quantity: plain(left) } as const] : [];
    });
  }
  if (state !== 'closing') return [];
  return (['short', 'long'] as const).flatMap((leg) => {
    const left = heldQuantity(legs[leg]);
    const side = leg === 'long' ? 'sell' : 'buy';
    return left.gt(0) ? [{ purpose: 'close', leg, side, quantity: plain(left) } as const] : [];
  });
}

/** Whether one leg has coins that the other one does not answer: they follow the price until they are gone. */
export function isUnhedged({ legs }: Pick<Position, 'legs'>): boolean {
  return !coinsOf(legs.long).eq(coinsOf(legs.short));
}

/** Whether anything of it was ever traded. */
export function wasTraded({ legs }: Pick<Position, 'legs'>): boolean {
  return wasOpened(legs.long) || wasOpened(legs.short);
}
