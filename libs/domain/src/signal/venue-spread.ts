import { averageStep, type MovingAverage } from './moving-average.js';
import type { SettledRow } from './signal-row.js';

const TAU_HOURS = 24;

/** The hourly carry of one coin's perpetuals, by their exchange. */
export type VenueSpread = ReadonlyMap<string, MovingAverage>;

export function spreadStep(
  before: VenueSpread | undefined,
  venue: string,
  { settledAtMs, rate, hours }: SettledRow,
): VenueSpread {
  const average = averageStep(before?.get(venue), settledAtMs, rate / hours, TAU_HOURS);
  return new Map([...(before ?? []), [venue, average]]);
}

/**
 * What a short earns here above the exchange that pays it most otherwise: averages of the hourly carry with τ of 24 h,
 * fraction of notional an hour. Undefined where no other exchange is known.
 */
export function spreadOf(spread: VenueSpread, venue: string): number | undefined {
  const own = spread.get(venue)?.value;
  const others = [...spread].filter(([name]) => name !== venue).map(([, { value }]) => value);
  return own === undefined || others.length === 0 ? undefined : own - Math.max(...others);
}
