import type { DeskPosition } from '@fullcarry/contracts/desk-position-v1';
import type { StoredPosition } from '@fullcarry/history/desk-rows';
import { UnavailableError } from '../unavailable-error.js';

/** Until the domain knows the money of a position: nothing rather than a wrong figure. */
export function positionOf(stored: StoredPosition): DeskPosition {
  throw new UnavailableError('desk', `Position ${stored.id} can’t be told yet`);
}
