import type { FillFee } from '../trade/fill-fee.js';
import type { LegOrder } from '../trade/leg-order.js';
import type { LegMarket } from '../book/position-leg.js';
import type { OpenOrder, VenueBalance, VenuePosition } from '../book/reconcile-account.js';

/** An order, and the market that it goes to. */
export interface SentOrder extends LegOrder {
  readonly market: LegMarket;
}

/** What an order is asked for by. */
export type NamedOrder = Pick<SentOrder, 'clientOrderId' | 'market'>;

/** A part of an order that was filled. Exact decimal text. */
export interface LegFill {
  /** Of one unit or contract, USDT. */
  readonly price: string;
  /** Coins (spot, those included that went as the fee) or contracts, > 0. */
  readonly quantity: string;
  readonly fee: FillFee;
  /** The exchange's time. */
  readonly filledAtMs: number;
  /** Where a fill on paper has its price from: what the order book held, or the last price and a configured slippage. */
  readonly from: 'order-book' | 'last-price';
}

/**
 * What became of an order. `partly`: the rest of it is not filled, nor ever will be. `rejected`: nothing of it is, nor
 * ever will be. `unknown`: nobody can say yet, so it is asked for until somebody can; a request that timed out is this
 * and nothing else.
 */
export type LegOutcome =
  | { readonly kind: 'filled'; readonly fills: readonly LegFill[] }
  | { readonly kind: 'partly'; readonly fills: readonly LegFill[]; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Where orders go: to paper, or one day to an exchange. The desk asks for both in the same way.
 *
 * Errors of what is asked for: a DomainError when the exchange gives no answer.
 */
export interface LegExecutor {
  /**
   * The last price of a market at this moment, exact, USDT for one of what it is traded in; undefined where the
   * exchange says none.
   */
  price(market: LegMarket): Promise<string | undefined>;
  /** Sends an order that is filled at once as far as its market holds it within the limit; the rest never is. */
  submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome>;
  /** What became of an order that was sent, or was about to be when a process ended. Changes nothing. */
  status(order: NamedOrder): Promise<LegOutcome>;
  /** Takes back what of an order is not filled yet, also when it is still on its way, and says what became of it. */
  cancel(order: NamedOrder): Promise<LegOutcome>;
  /** The orders that rest in an exchange's books. */
  openOrders(venue: string): Promise<readonly OpenOrder[]>;
  /** The perpetuals that an exchange holds for the desk. */
  positions(venue: string): Promise<readonly VenuePosition[]>;
  /** What the desk owns at an exchange. */
  balances(venue: string): Promise<readonly VenueBalance[]>;
}

/** Basis points of notional. */
export interface LegCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}
