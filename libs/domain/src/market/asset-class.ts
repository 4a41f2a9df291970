/**
 * What a market is about. `pre-market`: something that is not traded anywhere else yet, a coin or a share.
 * `unknown`: the exchange says nothing of it, or a value that is not known here.
 */
export const ASSET_CLASSES = [
  'coin',
  'stock',
  'index',
  'commodity',
  'pre-market',
  'unknown',
] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

/**
 * Whether two markets of one name may be about the same thing: not when both classes are known and differ. ON is
 * a maker of semiconductors on one exchange and a coin on another.
 */
export function mayBeOneAsset(one: AssetClass | undefined, other: AssetClass | undefined): boolean {
  const known = [one, other].filter((it) => it !== undefined && it !== 'unknown');
  return new Set(known).size < 2;
}
