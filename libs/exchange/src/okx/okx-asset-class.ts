import type { AssetClass } from '@fullcarry/domain/market/asset-class';

/** By `instCategory`; 5 are currencies and 6 bonds, which no strategy here knows what to do with. */
const CLASSES: ReadonlyMap<string | undefined, AssetClass> = new Map<
  string | undefined,
  AssetClass
>([
  ['1', 'coin'],
  ['3', 'stock'],
  ['4', 'commodity'],
]);

export function assetClassOf({
  instCategory,
  ruleType,
}: {
  readonly instCategory?: string | undefined;
  readonly ruleType?: string | undefined;
}): AssetClass {
  return ruleType === 'pre_market' ? 'pre-market' : (CLASSES.get(instCategory) ?? 'unknown');
}
