import { exact, plain, sum, sumOf } from '@fullcarry/domain/desk/book/exact';
import { chargedFee } from '@fullcarry/domain/desk/trade/fill-fee';
import { FILL_PRICE_DECIMALS } from '@fullcarry/domain/desk/trade/fill-price';
import type { JournalOrderRow, StoredFill } from './desk-rows.js';

/** An order and what its fills came to; undefined where it has none. Exact, USDT. */
export interface StoredJournalOrder extends Omit<
  JournalOrderRow,
  'legSymbol' | 'unitsPerContract'
> {
  /** How much of it was filled. */
  readonly filledQuantity: string | undefined;
  /** The average of its fills, to FILL_PRICE_DECIMALS. */
  readonly price: string | undefined;
  readonly feeUsdt: string | undefined;
}

/** `fills`: of any orders. */
export function journalOrder(
  { legSymbol, unitsPerContract, ...order }: JournalOrderRow,
  fills: readonly StoredFill[],
): StoredJournalOrder {
  const own = fills.filter(({ clientOrderId }) => clientOrderId === order.clientOrderId);
  if (own.length === 0) {
    return { ...order, filledQuantity: undefined, price: undefined, feeUsdt: undefined };
  }
  const quantity = sumOf(own.map((one) => one.quantity));
  const value = sum(own.map((one) => exact(one.price).times(exact(one.quantity))));
  const instrument = order.leg === 'spot' ? 'spot' : 'perpetual';
  const market = { instrument, symbol: legSymbol, unitsPerContract } as const;
  const fees = own.map(({ price, feeAmount: amount, feeCoin: coin }) =>
    exact(chargedFee(market, price, { amount, coin }).feeUsdt),
  );
  return {
    ...order,
    filledQuantity: plain(quantity),
    price: plain(value.div(quantity).round(FILL_PRICE_DECIMALS)),
    feeUsdt: plain(sum(fees)),
  };
}
