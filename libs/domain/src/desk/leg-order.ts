import type { Leg, Side } from './fill-price.js';
import type { Purpose } from './next-leg.js';

/** One leg's order, filled whole or not at all. */
export interface LegOrder {
  /** Never given to two orders: see clientOrderId. */
  readonly clientOrderId: string;
  readonly positionId: number;
  readonly purpose: Purpose;
  readonly leg: Leg;
  readonly side: Side;
  /** Exact. Spot: units of the asset. Perpetual: contracts. */
  readonly quantity: string;
  /** The worst price at which it is filled, exact, USDT. */
  readonly limitPrice: string;
}

/** `sent`: what became of it is not known yet. */
export type LegOrderState = 'sent' | 'filled' | 'rejected';

/**
 * Returns the id under which an exchange knows an order, at most 36 characters.
 *
 * `run`: eight random hex digits of the desk that sends it, so that ids do not repeat even where a restored back-up
 * counts its positions and attempts again. `attempt`: of the position, from 1.
 */
export function clientOrderId(
  run: string,
  { positionId, purpose, leg }: Pick<LegOrder, 'positionId' | 'purpose' | 'leg'>,
  attempt: number,
): string {
  return `${run}-${positionId}-${purpose}-${leg}-${attempt}`;
}
