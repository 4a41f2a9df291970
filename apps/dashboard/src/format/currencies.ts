/** What a market is priced in and what it pays in, by ccxt's name of it: `BTC/USDC:USDC`. */
export interface Currencies {
  readonly base: string;
  /** Prices and turnover are in it. */
  readonly quote: string;
  /** Profit, loss and funding are in it. */
  readonly settle: string;
}

/** Empty texts where the symbol is not written base/quote:settle, so that no unit is made up. */
export function currenciesOf(symbol: string | undefined): Currencies {
  const parts = /^([^/]+)\/([^:]+):(.+)$/.exec(symbol ?? '');
  return { base: parts?.[1] ?? '', quote: parts?.[2] ?? '', settle: parts?.[3] ?? '' };
}
