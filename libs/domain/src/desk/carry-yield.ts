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
  return (rate / (intervalMinutes / 60)) * HOURS_A_YEAR;
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
 * Returns the mean carry per hour that is expected over the next H hours: μ + (h − μ) · D(H).
 *
 * What is predicted now (h) decays to the market's own mean (μ) with the half-life that its settlements
 * show; the next settlement is all but known, so at least its share d / H of the deviation stays. Without
 * history the predicted rate is taken to last.
 *
 * Units: fraction of notional per hour, positive is earned by a short perpetual.
 * Source: docs/adr/0011-carry-decays-to-its-mean.md.
 */
export function expectedHourlyCarry(
  predicted: PredictedRate,
  persistence: FundingPersistence | undefined,
  hours: number,
): number {
  const intervalHours = predicted.intervalMinutes / 60;
  const now = predicted.rate / intervalHours;
  if (!persistence) return now;
  const { meanHourlyCarry, halfLifeHours } = persistence;
  const stays = Math.max(
    persistenceDecay(halfLifeHours, hours),
    Math.min(1, intervalHours / hours),
  );
  return meanHourlyCarry + (now - meanHourlyCarry) * stays;
}

/**
 * Returns what is left of the expected carry after the costs of a round trip: (H · h − C) · 8760 / H.
 *
 * Units: fraction of notional a year; negative loses. `cost`: see roundTripCost.
 */
export function netYearlyYield(hourlyCarry: number, hours: number, cost: number): number {
  return ((hours * hourlyCarry - cost) * HOURS_A_YEAR) / hours;
}

/** Returns how many settlements of the predicted rate earn the costs back, C / r; Infinity when it is not earned. */
export function breakEvenSettlements({ rate }: PredictedRate, cost: number): number {
  return rate > 0 ? cost / rate : Infinity;
}
