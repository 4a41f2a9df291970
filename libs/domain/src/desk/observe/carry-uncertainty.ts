import type { PredictedRate } from './carry-yield.js';
import type { FundingPersistence } from './funding-persistence.js';

/**
 * Returns by how much the carry over the next H hours may differ from the expected one: one standard deviation, a
 * fraction of notional, ≥ 0. Undefined without history.
 *
 * The hourly carry is taken to go back to its mean as its settlements show (expectedHourlyCarry), and to be pushed away
 * from it at each settlement so that it is spread as they were: x' = μ + φ (x − μ) + e with σ²(e) = σ² (1 − φ²), σ the
 * deviation of the hourly carry, φ = 0.5^(d / half-life), d the hours of a settlement. Of n = H / d settlements, given
 * the one that is known now, the sum then has the variance
 *
 *     d² σ² (1 + φ) / (1 − φ) · Σ (1 − φ^j)², j from 1 to n.
 *
 * How well μ, σ and φ are known from so many settlements is not in it, nor that a regime may end.
 */
export function carryDeviation(
  { intervalMinutes }: PredictedRate,
  persistence: FundingPersistence | undefined,
  hours: number,
): number | undefined {
  if (!persistence) return undefined;
  const { halfLifeHours, hourlyDeviation } = persistence;
  const d = intervalMinutes / 60;
  const phi = halfLifeHours === 0 ? 0 : 0.5 ** (d / halfLifeHours);
  // A series that never moved is not spread, and has no half-life.
  if (phi >= 1 || hourlyDeviation === 0) return 0;
  const shocks = ((1 + phi) / (1 - phi)) * sumOfSquares(phi, Math.max(1, hours / d));
  return d * hourlyDeviation * Math.sqrt(shocks);
}

/** Two streams that are taken to move independently, as one: they mostly move together, so this is on the wide side. */
export function bothDeviations(
  short: number | undefined,
  long: number | undefined,
): number | undefined {
  return short === undefined || long === undefined ? undefined : Math.hypot(short, long);
}

/** Σ (1 − φ^j)² for j from 1 to n, also where n is no whole number. */
function sumOfSquares(phi: number, n: number): number {
  const once = (phi * (1 - phi ** n)) / (1 - phi);
  const twice = (phi ** 2 * (1 - phi ** (2 * n))) / (1 - phi ** 2);
  return n - 2 * once + twice;
}
