import type { AssetClass } from '@fullcarry/domain/market/asset-class';

/**
 * By `symbolType`, of perpetuals and of spot (`xstocks` are shares as tokens). Coins have none, or are of the
 * innovation zone. Others are not known here.
 */
const CLASSES: ReadonlyMap<string | undefined, AssetClass> = new Map<
  string | undefined,
  AssetClass
>([
  ['', 'coin'],
  ['innovation', 'coin'],
  ['adventure', 'coin'],
  ['stock', 'stock'],
  ['xstocks', 'stock'],
  ['index', 'index'],
  ['commodity', 'commodity'],
]);

export function assetClassOf({
  symbolType,
  isPreListing,
}: {
  readonly symbolType?: string | undefined;
  readonly isPreListing?: boolean | undefined;
}): AssetClass {
  return isPreListing === true ? 'pre-market' : (CLASSES.get(symbolType) ?? 'unknown');
}
