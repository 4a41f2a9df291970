/**
 * One coin's time on the exchange under one name. The same name may be given to another coin later: that
 * is another listing.
 *
 * `id`: short and unique in a world (`AAA`, the second coin of that name `AAA#2`). `firstHours`: the funding
 * interval that trading began with. `price`: what it costs about, USDT. `rank`: 1 is the most traded.
 */
export interface Listing {
  readonly id: string;
  readonly coin: string;
  readonly listedAtMs: number;
  readonly firstHours: number;
  readonly price: number;
  readonly rank: number;
}

/** The exchange's own name of the market, which both coins of one name share. */
export function nativeIdOf({ coin }: Listing): string {
  return `${coin}USDT`;
}

/** ccxt's unified symbol. */
export function symbolOf({ coin }: Listing): string {
  return `${coin}/USDT:USDT`;
}
