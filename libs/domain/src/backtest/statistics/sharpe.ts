import { momentsOf } from './moments.js';
import { normalQuantile, normalShare } from './normal.js';

/** Funding is paid on every day of the year. */
const DAYS_A_YEAR = 365;

/** Euler and Mascheroni's constant. */
const EULER = 0.5772156649015329;

/** Returns the yearly Sharpe ratio of daily returns on capital: mean ÷ deviation · √365; undefined where nothing is spread. */
export function yearlySharpe(daily: readonly number[]): number | undefined {
  const moments = momentsOf(daily);
  return moments && (moments.mean / moments.deviation) * Math.sqrt(DAYS_A_YEAR);
}

/** A Sharpe ratio that was measured, by the period of its returns, and how they were spread. */
export interface MeasuredSharpe {
  readonly sharpe: number;
  /** How many returns. */
  readonly count: number;
  readonly skew: number;
  /** Not in excess: 3 is normal. */
  readonly kurtosis: number;
}

/**
 * Returns how probable it is that the true Sharpe ratio is above another one: Φ((SR − SR*) · √(n − 1) /
 * √(1 − skew · SR + (kurtosis − 1)/4 · SR²)).
 *
 * Both by the period of the returns. Source: Bailey and López de Prado, 2012 and 2014.
 */
export function probabilisticSharpe(
  { sharpe, count, skew, kurtosis }: MeasuredSharpe,
  above: number,
): number {
  const spread = Math.sqrt(1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2);
  return normalShare(((sharpe - above) * Math.sqrt(count - 1)) / spread);
}

/**
 * Returns the highest Sharpe ratio that so many trials without any skill are expected to find, for trials of unit
 * variance: (1 − γ) · Φ⁻¹(1 − 1/N) + γ · Φ⁻¹(1 − 1/(N · e)). 0 for a single trial.
 *
 * `trials` ≥ 1, also no whole number.
 */
export function expectedMaximumSharpe(trials: number): number {
  if (!(trials > 1)) return 0;
  return (
    (1 - EULER) * normalQuantile(1 - 1 / trials) + EULER * normalQuantile(1 - 1 / (trials * Math.E))
  );
}

/**
 * Returns the deflated Sharpe ratio: how probable it is that the true one is above what so many trials find by luck.
 *
 * `variance`: of the trials' Sharpe ratios, by the same period.
 */
export function deflatedSharpe(measured: MeasuredSharpe, trials: number, variance: number): number {
  return probabilisticSharpe(measured, Math.sqrt(variance) * expectedMaximumSharpe(trials));
}
