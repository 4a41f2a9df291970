import {
  breakEvenSettlements,
  expectedHourlyCarry,
  grossYearlyYield,
  netYearlyYield,
  type PredictedRate,
} from './carry-yield.js';
import type { FundingPersistence } from './funding-persistence.js';
import { roundTripCost, type TradingCosts } from './round-trip-cost.js';

/** What a market promises who opens both legs now. Yields are fractions a year. */
export interface MarketOutlook {
  readonly grossYield: number;
  readonly netYield: number;
  /** Infinity when the predicted rate is not earned. */
  readonly breakEvenSettlements: number;
  /** Share of the settlements that a short was paid at; undefined without history. */
  readonly paidShare: number | undefined;
}

/** Returns the outlook for a holding time, by the market's own interval and what its history says. */
export function marketOutlook(
  predicted: PredictedRate,
  persistence: FundingPersistence | undefined,
  settings: TradingCosts & { readonly holdingHours: number },
): MarketOutlook {
  const { holdingHours } = settings;
  const cost = roundTripCost(settings);
  const carry = expectedHourlyCarry(predicted, persistence, holdingHours);
  return {
    grossYield: grossYearlyYield(predicted),
    netYield: netYearlyYield(carry, holdingHours, cost),
    breakEvenSettlements: breakEvenSettlements(predicted, cost),
    paidShare: persistence?.paidShare,
  };
}

/** The markets in the order of their net yield, the best first; equal ones by symbol. */
export function ranked<Market extends { readonly symbol: string; readonly netYield: number }>(
  markets: readonly Market[],
): Market[] {
  return [...markets].sort((a, b) => b.netYield - a.netYield || (a.symbol < b.symbol ? -1 : 1));
}
