import type { AssetClass } from '@fullcarry/domain/market/asset-class';

/** By `underlyingType`, as all 820 symbols of July 2026 had it. */
const CLASSES: ReadonlyMap<string | undefined, AssetClass> = new Map<
  string | undefined,
  AssetClass
>([
  ['COIN', 'coin'],
  ['INDEX', 'index'],
  ['EQUITY', 'stock'],
  ['KR_EQUITY', 'stock'],
  ['COMMODITY', 'commodity'],
  ['PREMARKET', 'pre-market'],
]);

/** Of its spot market the exchange does not say it: what is traded there are coins. */
export const SPOT_ASSET_CLASS: AssetClass = 'coin';

export function assetClassOf(underlyingType: string | undefined): AssetClass {
  return CLASSES.get(underlyingType) ?? 'unknown';
}
