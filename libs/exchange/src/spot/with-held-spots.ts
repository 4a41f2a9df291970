import type { HeldSpot, SpotCounterpart } from '@fullcarry/domain/market/spot-ticker';

/**
 * Adds to the counterparts of the listed perpetuals those of what is held, as far as the exchange lists a spot market
 * of that symbol. `nativeIds`: of all spot markets, by their ccxt symbol.
 */
export function withHeldSpots(
  counterparts: ReadonlyMap<string, SpotCounterpart>,
  held: readonly HeldSpot[],
  nativeIds: ReadonlyMap<string, string>,
): ReadonlyMap<string, SpotCounterpart> {
  const all = new Map(counterparts);
  for (const { symbol, spotSymbol, unitsPerContract } of held) {
    const spotNativeId = nativeIds.get(spotSymbol);
    if (all.has(symbol) || spotNativeId === undefined) continue;
    all.set(symbol, { spotSymbol, spotNativeId, unitsPerContract });
  }
  return all;
}
