/** A settled rate and the hours that it was charged for. */
export interface SettledRate {
  /** Fraction of notional, exact decimal text; positive is paid by longs to shorts. */
  readonly rate: string;
  /** Minutes since the settlement before; undefined where that one is not proven. */
  readonly intervalMinutes: number | undefined;
}

/** What the settled history of a market says about how long its carry lasts. For a short perpetual. */
export interface FundingPersistence {
  readonly settlements: number;
  /** Share of the settlements that a short was paid at, 0 to 1. */
  readonly paidShare: number;
  /** Mean carry of a short, fraction of notional per hour: Σ rate / Σ hours. */
  readonly meanHourlyCarry: number;
  /** Standard deviation of the hourly carry of a settlement, fraction of notional per hour, ≥ 0. */
  readonly hourlyDeviation: number;
  /** Hours until half of a deviation from the mean is gone; Infinity when it stays, 0 when it is gone at once. */
  readonly halfLifeHours: number;
}

/** Fewer say nothing: ten days of 8 h settlements. */
export const LEAST_SETTLEMENTS = 30;

/**
 * Returns the persistence of a series of settlements, ascending; undefined for fewer than LEAST_SETTLEMENTS
 * with a known interval.
 *
 * The half-life is d · ln 0.5 / ln φ, with φ the lag-1 autocorrelation of the hourly carry and d the mean
 * hours of a settlement. Hourly, so that a change of interval is no jump. φ ≤ 0 has no persistence
 * (half-life 0); a series that never moves keeps its rate for ever.
 */
export function fundingPersistence(
  settled: readonly SettledRate[],
): FundingPersistence | undefined {
  const known = settled.flatMap(({ rate, intervalMinutes }) =>
    intervalMinutes === undefined ? [] : [{ rate: Number(rate), hours: intervalMinutes / 60 }],
  );
  if (known.length < LEAST_SETTLEMENTS) return undefined;
  const hours = known.reduce((total, one) => total + one.hours, 0);
  const hourly = known.map((one) => one.rate / one.hours);
  return {
    settlements: known.length,
    paidShare: known.filter((one) => one.rate > 0).length / known.length,
    meanHourlyCarry: known.reduce((total, one) => total + one.rate, 0) / hours,
    hourlyDeviation: deviation(hourly),
    halfLifeHours: halfLife(autocorrelation(hourly), hours / known.length),
  };
}

/** Of the second with the first, of the third with the second, …; 1 for a series that never moves. */
export function autocorrelation(values: readonly number[]): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  let together = 0;
  let alone = 0;
  values.forEach((value, i) => {
    alone += (value - mean) ** 2;
    const before = values[i - 1];
    if (before !== undefined) together += (value - mean) * (before - mean);
  });
  // What doubles lose in a series that never moves must not look like a movement.
  const still = values.length * (mean * 1e-9) ** 2;
  return alone <= still ? 1 : together / alone;
}

/** Of a sample: of so many values so many less one are free. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function halfLife(autocorrelated: number, stepHours: number): number {
  if (autocorrelated <= 0) return 0;
  if (autocorrelated >= 1) return Infinity;
  return (stepHours * Math.log(0.5)) / Math.log(autocorrelated);
}
