import Big from 'big.js';
import { exact, plain } from './exact.js';
import { chargedFee, type FeeMarket, type FillFee } from '../trade/fill-fee.js';
import { FILL_PRICE_DECIMALS, type OrderPurpose } from '../trade/fill-price.js';
import { LedgerError } from './ledger-error.js';

/**
 * How a leg came to be filled: traded by an order; ended by the exchange (delivered: its market ended, liquidated: its
 * margin was gone); written off: coins that are too few for the market to take, booked at 0.
 */
export type FillKind = 'traded' | 'delivered' | 'liquidated' | 'written-off';

/** One fill of a leg as the exchange says it. Exact decimal text; `quantity` in coins (spot) or contracts, > 0. */
export interface LegTrade {
  readonly purpose: OrderPurpose;
  readonly quantity: string;
  /** Of one of these, USDT. */
  readonly price: string;
  readonly fee: FillFee;
  /** The exchange's time. */
  readonly filledAtMs: number;
  readonly how: FillKind;
}

/** What a leg's fills came to, in the order in which they were booked. Exact decimal text, ≥ 0, values in USDT. */
export interface LegTrades {
  /** Without the coins that went as fees: it is what is held. */
  readonly openedQuantity: string;
  readonly openedValueUsdt: string;
  readonly closedQuantity: string;
  readonly closedValueUsdt: string;
  /** What the closed part had cost: of each closing its share of what all that was held then had cost. */
  readonly closedCostUsdt: string;
  /** It is held after the first instant, and up to and including the second: what is settled then is its own. */
  readonly openedAtMs: number | undefined;
  readonly closedAtMs: number | undefined;
  /** Since when what is held is as much, at that price: prices from before say nothing of its margin. */
  readonly lastOpenedAtMs: number | undefined;
  readonly feesUsdt: string;
  /** Fees in coins that have no price here, one sum a coin. */
  readonly unpricedFees: readonly FillFee[];
  /** Coins that were too few to be sold: they are at the exchange, and no part of the book. */
  readonly writtenOffQuantity: string;
  /** The exchange ended it: it is not opened again. */
  readonly isEndedByExchange: boolean;
}

export const NOTHING_TRADED: LegTrades = {
  openedQuantity: '0',
  openedValueUsdt: '0',
  closedQuantity: '0',
  closedValueUsdt: '0',
  closedCostUsdt: '0',
  openedAtMs: undefined,
  closedAtMs: undefined,
  lastOpenedAtMs: undefined,
  feesUsdt: '0',
  unpricedFees: [],
  writtenOffQuantity: '0',
  isEndedByExchange: false,
};

/**
 * Returns what a leg's fills come to with one more. A fee in the coin itself is coins that were bought and went as the
 * fee, or that were sold and paid for it: their value is a fee in USDT, and they are not held.
 *
 * Errors: LedgerError where more was closed than was held, or a fee took all that was bought.
 */
export function afterFill(market: FeeMarket, before: LegTrades, trade: LegTrade): LegTrades {
  const { feeUsdt, coins, unpriced } = chargedFee(market, trade.price, trade.fee);
  const isOpening = trade.purpose === 'open';
  const quantity = isOpening
    ? exact(trade.quantity).minus(exact(coins))
    : exact(trade.quantity).plus(exact(coins));
  if (quantity.lte(0)) throw new LedgerError('A fill leaves nothing of its leg', { coins });
  const value = exact(trade.price).times(quantity);
  const after = {
    ...before,
    feesUsdt: added(before.feesUsdt, exact(feeUsdt)),
    unpricedFees: unpriced ? withFee(before.unpricedFees, unpriced) : before.unpricedFees,
  };
  if (isOpening) {
    return {
      ...after,
      openedQuantity: added(before.openedQuantity, quantity),
      openedValueUsdt: added(before.openedValueUsdt, value),
      openedAtMs: before.openedAtMs ?? trade.filledAtMs,
      lastOpenedAtMs: trade.filledAtMs,
      closedAtMs: undefined,
    };
  }
  const held = heldQuantity(before);
  if (quantity.gt(held)) throw new LedgerError('More of a leg was closed than was held', {});
  const isOver = held.eq(quantity);
  const cost = heldCost(before);
  const closedCost = isOver
    ? cost
    : cost.times(quantity).div(held).round(FILL_PRICE_DECIMALS, Big.roundDown);
  return {
    ...after,
    closedQuantity: added(before.closedQuantity, quantity),
    closedValueUsdt: added(before.closedValueUsdt, value),
    closedCostUsdt: added(before.closedCostUsdt, closedCost),
    closedAtMs: isOver ? trade.filledAtMs : undefined,
    writtenOffQuantity:
      trade.how === 'written-off'
        ? added(before.writtenOffQuantity, quantity)
        : before.writtenOffQuantity,
    isEndedByExchange:
      before.isEndedByExchange || trade.how === 'delivered' || trade.how === 'liquidated',
  };
}

/** Returns how much of it is in the market, ≥ 0. */
export function heldQuantity({
  openedQuantity,
  closedQuantity,
}: Pick<LegTrades, 'openedQuantity' | 'closedQuantity'>): Big {
  return exact(openedQuantity).minus(exact(closedQuantity));
}

/** Returns what the held part had cost, USDT, ≥ 0. */
export function heldCost({
  openedValueUsdt,
  closedCostUsdt,
}: Pick<LegTrades, 'openedValueUsdt' | 'closedCostUsdt'>): Big {
  return exact(openedValueUsdt).minus(exact(closedCostUsdt));
}

function withFee(known: readonly FillFee[], { amount, coin }: FillFee): readonly FillFee[] {
  const same = known.find((one) => one.coin === coin);
  const others = known.filter((one) => one.coin !== coin);
  return [...others, { coin, amount: added(same?.amount ?? '0', exact(amount)) }];
}

function added(amount: string, change: Big): string {
  return plain(exact(amount).plus(change));
}
