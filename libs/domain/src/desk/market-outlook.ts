import {
  breakEvenHours,
  expectedConvergence,
  expectedHourlyCarry,
  grossYearlyYield,
  predictedShare,
  yearly,
  type PredictedRate,
} from './carry-yield.js';
import type { FundingPersistence } from './funding-persistence.js';
import { leavingCost, roundTripCost, type TradingCosts } from './round-trip-cost.js';

/** What is asked of an outlook. Yields are fractions a year. */
export interface OutlookSettings extends TradingCosts {
  readonly holdingHours: number;
  readonly basisConvergence: number;
  readonly entryNetYield: number;
  readonly maxBreakEvenHours: number;
}

/** What a market promises who opens both legs now, or holds them. Yields are fractions a year, not compounded. */
export interface MarketOutlook {
  readonly grossYield: number;
  /** Expected carry + expected convergence of the basis − all four fills, over the holding time. */
  readonly netYield: number;
  /** Of a position that is held: expected carry + expected convergence + the two fills that staying saves. */
  readonly holdingYield: number;
  /** Infinity when the predicted rate is not earned. */
  readonly breakEvenHours: number;
  /** The predicted rate, of one settlement, from which on the market is worth opening: fraction of notional. */
  readonly neededRate: number;
  /** Share of the settlements that a short was paid at; undefined without history. */
  readonly paidShare: number | undefined;
}

/**
 * Returns the outlook for the holding time, by the market's own interval and what its history says.
 *
 * `basis`: (perpetual − spot) / spot, undefined where there is no spot price: then no convergence is expected.
 * What opening cost is no part of what holding is worth: it is paid either way.
 */
export function marketOutlook(
  predicted: PredictedRate,
  persistence: FundingPersistence | undefined,
  basis: number | undefined,
  settings: OutlookSettings,
): MarketOutlook {
  const { holdingHours: hours, basisConvergence } = settings;
  const cost = roundTripCost(settings);
  const convergence = basis === undefined ? 0 : expectedConvergence(basis, basisConvergence);
  const gain = hours * expectedHourlyCarry(predicted, persistence, hours) + convergence;
  return {
    grossYield: grossYearlyYield(predicted),
    netYield: yearly(gain - cost, hours),
    holdingYield: yearly(gain + leavingCost(settings), hours),
    breakEvenHours: breakEvenHours(predicted, cost),
    neededRate: neededRate(predicted, persistence, cost - convergence, settings),
    paidShare: persistence?.paidShare,
  };
}

/** `toEarn`: what the carry has to bring before anything is gained, fraction of notional. */
function neededRate(
  predicted: PredictedRate,
  persistence: FundingPersistence | undefined,
  toEarn: number,
  settings: OutlookSettings,
): number {
  const { holdingHours: hours, entryNetYield, maxBreakEvenHours } = settings;
  const neededCarry = (toEarn + (entryNetYield * hours) / 8760) / hours;
  const mean = persistence?.meanHourlyCarry ?? neededCarry;
  const now = mean + (neededCarry - mean) / predictedShare(predicted, persistence, hours);
  const inTime = roundTripCost(settings) / maxBreakEvenHours;
  return (Math.max(now, inTime) * predicted.intervalMinutes) / 60;
}
