import { DAY_MS } from '../../time-window.js';
import type { Lifetime } from '../schedule/look-back.js';

/** Exchanges correct the time of a listing by hours, never by days. */
const MOST_CORRECTED_MS = 2 * DAY_MS;

/**
 * Whether a market that is listed now under a known name is another one than that which had the name before: listed
 * after the end of that one, or days after its beginning. Nothing of the two may be mixed: they may be two coins.
 */
export function isAnotherListing(
  known: Lifetime,
  { listedAtMs }: Pick<Lifetime, 'listedAtMs'>,
): boolean {
  if (listedAtMs === undefined) return false;
  if (known.delistedAtMs !== undefined && listedAtMs >= known.delistedAtMs) return true;
  return known.listedAtMs !== undefined && listedAtMs - known.listedAtMs > MOST_CORRECTED_MS;
}
