/**
 * The last prices of both legs, exact decimal text, USDT for one of what each is traded in: one of the short leg stands for
 * `unitsPerContract` of the long one. Undefined where the exchange says none now.
 */
export interface PairPrices {
  readonly long: string | undefined;
  readonly short: string | undefined;
  readonly unitsPerContract: number;
  /** The same as numbers, where they were read as such. */
  readonly numbers?: { readonly long: number | undefined; readonly short: number | undefined };
}

/** Both of them are there: only then can a pair be traded. */
export interface BothPrices extends PairPrices {
  readonly long: string;
  readonly short: string;
}

export function bothPriced(prices: PairPrices): prices is BothPrices {
  return prices.long !== undefined && prices.short !== undefined;
}

/**
 * Returns by which fraction the short leg is dearer than the long one: (short − long) / long, by the coin: the basis of
 * perpetual and spot, the price gap of two perpetuals. Undefined where one of the prices is.
 */
export function pairBasis(prices: PairPrices): number | undefined {
  const { long, short } = prices.numbers ?? numbersOf(prices);
  if (long === undefined || short === undefined) return undefined;
  const coins = long * prices.unitsPerContract;
  return (short - coins) / coins;
}

function numbersOf({ long, short }: PairPrices) {
  return {
    long: long === undefined ? undefined : Number(long),
    short: short === undefined ? undefined : Number(short),
  };
}
