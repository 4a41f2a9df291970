import type { HoleStatus } from '@fullcarry/contracts/http/market/candles-route';

/** Why there are no rows, for people, and the colour that says it in the chart. */
export const HOLE_STYLES: Readonly<
  Record<HoleStatus, readonly [label: string, token: `--${string}`]>
> = {
  missing: ['Missing', '--shade-missing'],
  'not-fetched': ['Not fetched yet', '--shade-not-fetched'],
  fetching: ['Being fetched', '--shade-not-fetched'],
  'confirmed-empty': ['Confirmed empty', '--shade-empty'],
  'before-history': ['Not kept by the exchange', '--shade-not-kept'],
  'before-listing': ['Before listing', '--shade-outside'],
  'after-delisting': ['After delisting', '--shade-outside'],
  'not-collected': ['Outside the look-back', '--shade-outside'],
};
