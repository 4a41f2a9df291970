import type { FundingOutlook } from '../funding-outlook.js';

/** As far as spot and perpetual are let apart: more would be arbitraged away, or be a broken market. */
const WIDEST_BASIS = 0.005;

/**
 * How much dearer the perpetual is than spot, as a fraction of spot: the predicted rate of one settlement.
 *
 * Derived, since no spot price was recorded. The direction is the real one: funding is positive where the
 * perpetual is the dearer of the two.
 */
export function impliedBasis(funding: FundingOutlook | undefined): number {
  const rate = Number(funding?.rate ?? 0);
  return Math.max(-WIDEST_BASIS, Math.min(WIDEST_BASIS, rate));
}
