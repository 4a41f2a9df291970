import type { Leg } from '../trade/fill-price.js';
import { intendedLeg, type LegOpening } from '../book/position-leg.js';
import type { Position } from '../book/position.js';

/** What is to be opened, before anything of it is. */
export interface Opening {
  readonly legs: Readonly<Record<Leg, LegOpening>>;
  /** The leg whose market holds less. */
  readonly first: Leg;
  readonly openedAtMs: number;
  readonly openReason: string;
}

/** The position that an opening begins as. */
export function intended(id: number, { legs, first, openedAtMs, openReason }: Opening): Position {
  return {
    id,
    legs: { long: intendedLeg(legs.long), short: intendedLeg(legs.short) },
    first,
    state: 'opening',
    openedAtMs,
    closedAtMs: undefined,
    openReason,
    closeReason: undefined,
  };
}
