import type { FundingPersistence } from './funding-persistence.js';

const HOURS_A_YEAR = 8760;

/** The rate that the exchange expects to charge next, and the interval it is charged for. */
export interface PredictedRate {
  /** Fraction of notional; positive is paid by longs to shorts, so earned here. */
  readonly rate: number;
  readonly intervalMinutes: number;
}

/**
 * Returns the yield of the predicted rate alone, as if it were charged for a year: 8760 · r / d.
 *
 * Units: fraction of notional a year, not compounded; positive is earned by a short perpetual.
 */
export function grossYearlyYield({ rate, intervalMinutes }: PredictedRate): number {
  return hourlyCarry({ rate, intervalMinutes }) * HOURS_A_YEAR;
}

/**
 * Returns how much of a deviation from the mean is left on average over the next H hours:
 * D(H) = (1 − e^(−λH)) / (λH), λ = ln 2 / half-life. In (0, 1].
 */
export function persistenceDecay(halfLifeHours: number, hours: number): number {
  if (halfLifeHours === Infinity) return 1;
  if (halfLifeHours === 0) return 0;
  const decayed = (Math.LN2 / halfLifeHours) * hours;
  return -Math.expm1(-decayed) / decayed;
}

/**
 * Returns how much of the predicted carry's deviation from the mean stays on average over the next H hours, in
 * (0, 1]: D(H), but at least d / H, since the next settlement is all but known. 1 without history.
 */
export function predictedShare(
  { intervalMinutes }: PredictedRate,
  persistence: FundingPersistence | undefined,
  hours: number,
): number {
  if (!persistence) return 1;
  const decay = persistenceDecay(persistence.halfLifeHours, hours);
  return Math.max(decay, Math.min(1, intervalMinutes / 60 / hours));
}

/**
 * Returns the mean carry per hour that is expected over the next H hours: μ + (h − μ) · D(H).
 *
 * What is predicted now (h) decays to the market's own mean (μ) with the half-life that its settlements
 * show (see predictedShare). Without history the predicted rate is taken to last.
 *
 * Units: fraction of notional per hour, positive is earned by a short perpetual.
 * Source: docs/adr/0011-carry-decays-to-its-mean.md.
 */
export function expectedHourlyCarry(
  predicted: PredictedRate,
  persistence: FundingPersistence | undefined,
  hours: number,
): number {
  const now = hourlyCarry(predicted);
  const mean = persistence?.meanHourlyCarry ?? now;
  return mean + (now - mean) * predictedShare(predicted, persistence, hours);
}

/** Returns the carry of a predicted rate per hour, fraction of notional: what a short earns of it. */
export function hourlyCarry({ rate, intervalMinutes }: PredictedRate): number {
  return rate / (intervalMinutes / 60);
}

/**
 * Returns what the basis is expected to earn over the holding time, a fraction of notional: long spot and short
 * perpetual earns basis now − basis at the end.
 *
 * A discount (negative) is expected to be gone at the end, which costs all of it. Of a premium only
 * `basisConvergence` is counted on: while it lasts it is paid as funding, which is expected already.
 */
export function expectedConvergence(basis: number, basisConvergence: number): number {
  return basis < 0 ? basis : basis * basisConvergence;
}

/** Returns a gain over H hours as a fraction a year, not compounded. */
export function yearly(gain: number, hours: number): number {
  return (gain * HOURS_A_YEAR) / hours;
}

/** Returns the hours in which the predicted rate earns the costs back, C / h; Infinity when it is not earned. */
export function breakEvenHours(predicted: PredictedRate, cost: number): number {
  const hourly = hourlyCarry(predicted);
  return hourly > 0 ? cost / hourly : Infinity;
}
