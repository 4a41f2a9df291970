import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';

/**
 * How much dearer the perpetual is than what it stands for in spot: (perpetual − spot) / spot, a fraction.
 * Undefined where the exchange trades no spot of it.
 */
export function basis({ lastPrice, spot }: MarketRate): number | undefined {
  if (!spot) return undefined;
  const spotPrice = Number(spot.lastPrice) * spot.unitsPerContract;
  return spotPrice === 0 ? undefined : spotBasis(Number(lastPrice), spotPrice);
}

/** Of two prices of as many coins. */
export function spotBasis(perpetual: number, spot: number): number {
  return (perpetual - spot) / spot;
}
