import type { Leg } from '@fullcarry/domain/desk/fill-price';
import type { LegOrder } from '@fullcarry/domain/desk/leg-order';

/** Both markets of a position, as the exchange knows them. */
export interface TradedPair {
  /** Of the perpetual. */
  readonly symbol: string;
  readonly nativeId: string;
  readonly spotSymbol: string;
  readonly unitsPerContract: number;
}

/** An order, and where it goes. */
export interface SentOrder extends LegOrder, TradedPair {}

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

/** The last prices, exact: USDT a unit of spot, USDT a contract; undefined where the exchange says none. */
export type LegPrices = Readonly<Record<Leg, string | undefined>>;

/** Where orders go: to paper, or one day to an exchange. The desk asks for both in the same way. */
export interface LegExecutor {
  /** The prices of both legs at this moment. Errors: a DomainError when the exchange gives no answer. */
  prices(pair: TradedPair): Promise<LegPrices>;
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
