import Big from 'big.js';
import { exact, plain } from '../book/exact.js';
import { FILL_PRICE_DECIMALS } from './fill-price.js';

/** What an exchange took for a fill, in the coin that it took: exact, ≥ 0. */
export interface FillFee {
  readonly amount: string;
  readonly coin: string;
}

/** What of a market says what a fee is: see LegMarket. */
export interface FeeMarket {
  readonly instrument: 'spot' | 'perpetual';
  readonly symbol: string;
  readonly unitsPerContract: number;
}

/** What a fee means to the book. */
export interface ChargedFee {
  /** In USDT, exact; 0 where the fee has no price here. */
  readonly feeUsdt: string;
  /** Coins of a spot leg that went with it: fewer than bought are held, or more than sold are gone. */
  readonly coins: string;
  /** A fee in a coin of which the fill says no price: kept as it is, in no figure in USDT. */
  readonly unpriced: FillFee | undefined;
}

/**
 * Returns what a fee comes to: in USDT as it is, in the market's own coin at the fill's price (rounded up to
 * FILL_PRICE_DECIMALS where a contract is many coins); any other coin has no price here.
 *
 * `price`: of one of what the leg is traded in, USDT, exact.
 */
export function chargedFee(
  { instrument, symbol, unitsPerContract }: FeeMarket,
  price: string,
  fee: FillFee,
): ChargedFee {
  if (fee.coin === 'USDT' || exact(fee.amount).eq(0)) {
    return { feeUsdt: plain(exact(fee.amount)), coins: '0', unpriced: undefined };
  }
  if (fee.coin !== coinOf(symbol)) return { feeUsdt: '0', coins: '0', unpriced: fee };
  const value = exact(price).times(exact(fee.amount));
  const isSpot = instrument === 'spot';
  const each =
    unitsPerContract === 1
      ? value
      : value.div(unitsPerContract).round(FILL_PRICE_DECIMALS, Big.roundUp);
  return { feeUsdt: plain(each), coins: isSpot ? fee.amount : '0', unpriced: undefined };
}

/** The coin that a market is about, by its ccxt symbol: BTC of BTC/USDT and of BTC/USDT:USDT. */
export function coinOf(symbol: string): string {
  return symbol.split('/')[0] ?? symbol;
}
