import type { Leg } from '../trade/fill-price.js';
import type { PositionLeg } from './position-leg.js';

/** `opening`, `closing`: on the way there, perhaps with one leg alone. `unwound`: an opening that was taken back. */
export type PositionState = 'opening' | 'open' | 'closing' | 'closed' | 'unwound';

/**
 * A long leg and a short leg of as many coins: spot and perpetual of one exchange, or two perpetuals of two exchanges.
 * Times by the exchange's clock.
 */
export interface Position {
  readonly id: number;
  readonly legs: Readonly<Record<Leg, PositionLeg>>;
  /** The leg whose market holds less: it is traded first, opening and closing. */
  readonly first: Leg;
  readonly state: PositionState;
  /** When it was decided. */
  readonly openedAtMs: number;
  /** When its last leg was closed. */
  readonly closedAtMs: number | undefined;
  readonly openReason: string;
  readonly closeReason: string | undefined;
}

/** Of the leg that gives the position its name: the short one. */
export function symbolOf({ legs }: Pick<Position, 'legs'>): string {
  return legs.short.symbol;
}

/** A leg is in the market, or on its way there. */
export function isHeld({ state }: Pick<Position, 'state'>): boolean {
  return state === 'opening' || state === 'open' || state === 'closing';
}
