import type { Leg, Side, OrderPurpose } from './fill-price.js';

/** One leg's order: filled at once as far as its market holds it within the limit; the rest is never filled. */
export interface LegOrder {
  /** Never given to two orders: see clientOrderId. */
  readonly clientOrderId: string;
  readonly positionId: number;
  readonly purpose: OrderPurpose;
  readonly leg: Leg;
  readonly side: Side;
  /** Exact. Spot: units of the asset. Perpetual: contracts. */
  readonly quantity: string;
  /** The worst price at which it is filled, exact, USDT. */
  readonly limitPrice: string;
  /** Immediate or cancel. */
  readonly timeInForce: 'ioc';
}

/** `sent`: what became of it is not known yet; `partly`: filled in part, and the rest never will be. */
export type LegOrderState = 'sent' | 'filled' | 'partly' | 'rejected';

/**
 * Returns the id under which an exchange knows an order, at most 36 characters.
 *
 * `run`: of the desk that sends it, see deskRun, so that ids do not repeat even where a restored back-up counts its
 * positions and attempts again. `attempt`: of the position, from 1.
 */
export function clientOrderId(
  run: string,
  { positionId, purpose, leg }: Pick<LegOrder, 'positionId' | 'purpose' | 'leg'>,
  attempt: number,
): string {
  return `${run}-${positionId}-${purpose}-${leg}-${attempt}`;
}

/**
 * Returns what tells the orders of one desk process from those of all others: the millisecond at which it began, and
 * two random bytes for a clock that was set back. 12 characters until the year 2059.
 */
export function deskRun(beganAtMs: number, random: readonly [number, number]): string {
  const hex = random.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${beganAtMs.toString(36)}${hex}`;
}
