import type { MarketSpec, Venue } from '../market-manifest.js';
import type { SpotSpec } from '../spot-manifest.js';

/**
 * How one exchange names what people recorded on it.
 *
 * `folder`: of its files. `perpetual`: the market that a file's name means; undefined when it is no perpetual.
 */
export interface OwnVenue {
  readonly folder: Venue;
  readonly perpetual: (symbol: string) => OwnPerpetual | undefined;
}

/**
 * `spot`: the market that would be its other leg; undefined where the exchange has none. `derivesSpot`: it is played
 * also where it was not recorded, derived from the perpetual. `volumeDigits`: what carries the recorded volume to coins,
 * as a power of ten.
 */
export interface OwnPerpetual extends Pick<
  MarketSpec,
  'nativeId' | 'recordedAs' | 'baseCoin' | 'settleCoin'
> {
  readonly spot: SpotSpec | undefined;
  readonly derivesSpot: boolean;
  readonly volumeDigits: number;
}

/** The coin whatever an exchange calls it: PEPE for 1000PEPE and kPEPE. */
export function coinOf({ baseCoin }: Pick<MarketSpec, 'baseCoin'>): string {
  return baseCoin.replace(/^(?:1000+|k(?=[A-Z]))/, '');
}
