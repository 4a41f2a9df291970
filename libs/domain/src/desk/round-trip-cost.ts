/** What a fill costs, in basis points of notional (1 bp is 0.0001). */
export interface TradingCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}

/**
 * Returns what opening and closing both legs costs: C = 2·(fee_spot + fee_perp) + 4·slippage + spread.
 *
 * Units:  fraction of one leg's notional, ≥ 0, positive is paid.
 * `spread`: (ask − bid) / price of both books together, as a fraction; 0 where it is not known, since then
 *   the slippage has to stand for it.
 * Source: a round trip is four fills, two in each market (docs/GLOSSARY.md, cost of a round trip).
 */
export function roundTripCost(costs: TradingCosts, spread = 0): number {
  const bps = 2 * (costs.spotFeeBps + costs.perpFeeBps) + 4 * costs.slippageBps;
  return bps / 10_000 + spread;
}
