import type { Leg, Side } from '@fullcarry/domain/desk/fill-price';

/** One leg's order, at the market. */
export interface LegOrder {
  /** The same order always has the same one: an exchange that knows it already fills it no second time. */
  readonly clientOrderId: string;
  /** Of the perpetual. */
  readonly symbol: string;
  readonly leg: Leg;
  readonly side: Side;
  /** Exact. Spot: units of the asset. Perpetual: contracts. */
  readonly quantity: string;
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
 * Where orders go: to paper, or one day to an exchange. The desk asks for both in the same way.
 *
 * Errors: a DomainError when the order is known not to be filled.
 */
export interface LegExecutor {
  place(order: LegOrder, costs: LegCosts): Promise<LegFill>;
}

/** Basis points of notional. */
export interface LegCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}
