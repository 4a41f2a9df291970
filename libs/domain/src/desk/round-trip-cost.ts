/** What a fill costs, in basis points of notional (1 bp is 0.0001). */
export interface TradingCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}

/**
 * Returns what opening and closing both legs costs: C = 2·(fee_spot + fee_perp) + 4·slippage.
 *
 * Units:  fraction of one leg's notional, ≥ 0, positive is paid.
 * Source: a round trip is four fills, two in each market (docs/GLOSSARY.md, cost of a round trip).
 */
export function roundTripCost(costs: TradingCosts): number {
  return 2 * leavingCost(costs);
}

/** Returns what two fills cost, one in each market: all that is left to pay of a position that is held. */
export function leavingCost({ spotFeeBps, perpFeeBps, slippageBps }: TradingCosts): number {
  return (spotFeeBps + perpFeeBps + 2 * slippageBps) / 10_000;
}
