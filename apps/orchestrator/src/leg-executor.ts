import type { Leg, Side } from '@fullcarry/domain/desk/fill-price';

/** One leg's order. */
export interface LegOrder {
  /** The same order always has the same one: an exchange that knows it already fills it no second time. */
  readonly clientOrderId: string;
  /** Of the perpetual. */
  readonly symbol: string;
  readonly leg: Leg;
  readonly side: Side;
  /** Exact. Spot: units of the asset. Perpetual: contracts. */
  readonly quantity: string;
  /** The worst price at which it is filled, exact, USDT. */
  readonly limitPrice: string;
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

/** What became of an order. `rejected`: nothing of it is filled, nor will be. */
export type LegOutcome =
  | { readonly kind: 'filled'; readonly fill: LegFill }
  | { readonly kind: 'rejected'; readonly reason: string };

/** The last prices, exact: USDT a unit of spot, USDT a contract; undefined where the exchange says none. */
export type LegPrices = Readonly<Record<Leg, string | undefined>>;

/**
 * Where orders go: to paper, or one day to an exchange. The desk asks for both in the same way.
 *
 * Errors of both methods: a DomainError when the exchange gives no answer; of an order it is known then that it was
 * not filled.
 */
export interface LegExecutor {
  /** The prices of both legs at this moment. */
  prices(symbol: string): Promise<LegPrices>;
  submit(order: LegOrder, costs: LegCosts): Promise<LegOutcome>;
}

/** Basis points of notional. */
export interface LegCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}
