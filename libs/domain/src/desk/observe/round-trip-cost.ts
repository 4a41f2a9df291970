import type { Leg } from '../trade/fill-price.js';
import type { InstrumentKind } from '../book/position-leg.js';

/** What a fill costs, in basis points of notional (1 bp is 0.0001). */
export interface TradingCosts {
  readonly spotFeeBps: number;
  readonly perpFeeBps: number;
  readonly slippageBps: number;
}

/** Of a pair, fractions of notional, ≥ 0: of all four fills, and of the two that are left once it is held. */
export interface PairCosts {
  readonly roundTrip: number;
  readonly leaving: number;
  /** `settings`: fees and slippage as they are set; `order-books`: fees, and what a walk of the books of now gives. */
  readonly from: 'settings' | 'order-books';
}

/** What each leg is traded in: it says which fee is paid. */
export type LegInstruments = Readonly<Record<Leg, InstrumentKind>>;

/**
 * Returns what opening and closing both legs costs: C = 2·(fee_long + fee_short) + 4·slippage.
 *
 * Units:  fraction of one leg's notional, ≥ 0, positive is paid.
 * Source: a round trip is four fills, two in each market (docs/GLOSSARY.md, cost of a round trip).
 */
export function roundTripCost(costs: TradingCosts, instruments: LegInstruments): number {
  return 2 * leavingCost(costs, instruments);
}

/** Returns what two fills cost, one in each market: all that is left to pay of a position that is held. */
export function leavingCost(costs: TradingCosts, { long, short }: LegInstruments): number {
  return (feeBps(costs, long) + feeBps(costs, short) + 2 * costs.slippageBps) / 10_000;
}

/** What both legs cost by the settings alone. */
export function settingsCosts(costs: TradingCosts, instruments: LegInstruments): PairCosts {
  return {
    roundTrip: roundTripCost(costs, instruments),
    leaving: leavingCost(costs, instruments),
    from: 'settings',
  };
}

/** Basis points of notional. */
export function feeBps(
  { spotFeeBps, perpFeeBps }: TradingCosts,
  instrument: InstrumentKind,
): number {
  return instrument === 'spot' ? spotFeeBps : perpFeeBps;
}
