import { carryDeviation } from './carry-uncertainty.js';
import { hourlyCarry, persistenceDecay, predictedShare } from './carry-yield.js';
import type { FundingStream } from './funding-stream.js';

/** Half of what the slow average is away from the mean of 90 days is gone after two weeks. */
const SLOW_HALF_LIFE_HOURS = 336;

/** Of the deviation of the hourly carry so much is of the slow average. */
const SLOW_DEVIATION_SHARE = 0.35;

/**
 * Returns the mean carry per hour that is expected over the next H hours by a slow average s of the hourly carry:
 * μ + (s − μ) · D(H, two weeks) + (h − s) · D(H, half-life).
 *
 * What is predicted now (h) goes back to the slow average with the half-life of the settlements, and that one, more slowly, to
 * the mean of 90 days (μ). Undefined without history or an average.
 *
 * Units: fraction of notional per hour, positive is earned by a short perpetual.
 * Source: docs/adr/0050-a-carry-goes-back-in-two-speeds.md.
 */
export function twoSpeedCarry(
  { predicted, persistence, slowCarry }: FundingStream,
  hours: number,
): number | undefined {
  if (!persistence || slowCarry === undefined) return undefined;
  const mean = persistence.meanHourlyCarry;
  const slow = (slowCarry - mean) * persistenceDecay(SLOW_HALF_LIFE_HOURS, hours);
  const fast = (hourlyCarry(predicted) - slowCarry) * predictedShare(predicted, persistence, hours);
  return mean + slow + fast;
}

/**
 * Returns by how much the carry over the next H hours may differ from that, one standard deviation, fraction of notional: what
 * the settlements are pushed by (carryDeviation), and that the level itself moves, which counts in each hour.
 */
export function twoSpeedDeviation(stream: FundingStream, hours: number): number | undefined {
  const { predicted, persistence } = stream;
  const pushed = carryDeviation(predicted, persistence, hours);
  if (pushed === undefined || !persistence) return undefined;
  return Math.hypot(pushed, SLOW_DEVIATION_SHARE * persistence.hourlyDeviation * hours);
}
