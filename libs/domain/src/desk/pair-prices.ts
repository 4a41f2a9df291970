/**
 * The last prices of both legs, exact decimal text: spot in USDT a unit, perpetual in USDT a contract of
 * `unitsPerContract` units. Undefined where the exchange says none now.
 */
export interface PairPrices {
  readonly spot: string | undefined;
  readonly perp: string | undefined;
  readonly unitsPerContract: number;
}

/** Both of them are there: only then can a pair be traded. */
export interface BothPrices extends PairPrices {
  readonly spot: string;
  readonly perp: string;
}

export function bothPriced(prices: PairPrices): prices is BothPrices {
  return prices.spot !== undefined && prices.perp !== undefined;
}

/**
 * Returns by which fraction the perpetual is dearer than its coins: (perpetual − spot) / spot, the spot price
 * times the units of a contract. Undefined where one of the prices is.
 */
export function basisOf(prices: PairPrices): number | undefined {
  if (!bothPriced(prices)) return undefined;
  const spot = Number(prices.spot) * prices.unitsPerContract;
  return (Number(prices.perp) - spot) / spot;
}
