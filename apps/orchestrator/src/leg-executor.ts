import type { LegOrder } from '@fullcarry/domain/desk/leg-order';
import type { LegMarket } from '@fullcarry/domain/desk/position-leg';

/** An order, and the market that it goes to. */
export interface SentOrder extends LegOrder {
  readonly market: LegMarket;
}

/** An order that was filled whole. */
export interface LegFill {
  /** Of one unit or contract, exact, USDT. */
  readonly price: string;
  /** Exact, USDT, ≥ 0. */
  readonly feeUsdt: string;
  /** The exchange's time. */
  readonly filledAtMs: number;
}

/**
 * What became of an order. `rejected`: nothing of it is filled, nor ever will be. `unknown`: nobody can say yet, so it
 * is asked for until somebody can; a request that timed out is this and nothing else.
 */
export type LegOutcome =
  | { readonly kind: 'filled'; readonly fill: LegFill }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Where orders go: to paper, or one day to an exchange. The desk asks for both in the same way. */
export interface LegExecutor {
  /**
   * The last price of a market at this moment, exact, USDT for one of what it is traded in; undefined where the
   * exchange says none. Errors: a DomainError when it gives no answer.
   */
  price(market: LegMarket): Promise<string | undefined>;
  /** Sends an order that is filled whole at once, within its limit, or not at all. */
  submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome>;
  /** What became of an order that was sent, or was about to be when a process ended. Changes nothing. */
  status(order: SentOrder): Promise<LegOutcome>;
}

/** Basis points of notional. */
export interface LegCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}
