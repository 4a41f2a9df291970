import { DAY_MS } from '../../time-window.js';
import type { Reason } from '../decide/verdict.js';

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

/** How far back the settlements are read for how long a carry lasts. */
export const PERSISTENCE_MS = 90 * DAY_MS;

/**
 * Returns after which instant the settlements are read: PERSISTENCE_MS before the last one that is known. Not before now,
 * nor before the end of what is proven: whoever knows the same settlements judges by the same ones.
 */
export function persistenceAfterMs(lastSettledAtMs: number): number {
  return lastSettledAtMs - PERSISTENCE_MS;
}

/** Why nothing is opened where there are too few of them. */
export const HISTORY_SHORT: Reason = {
  code: 'history-short',
  text: `Fewer than ${LEAST_SETTLEMENTS} of its settlements are proven: too few to judge how long its carry lasts`,
};

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
  const rates = Float64Array.from(known, ({ rate }) => rate);
  return persistenceOf(
    rates,
    Float64Array.from(known, ({ hours }) => hours),
  );
}

/** The carry of each settlement an hour: its rate by the hours that it was charged for. */
export function hourlyRates(rates: Float64Array, hours: Float64Array): Float64Array {
  return rates.map((rate, i) => rate / (hours[i] ?? NaN));
}

/**
 * The same of rates and the hours that each was charged for, all of them known. `hourly`: see hourlyRates. All are as long as
 * each other.
 */
export function persistenceOf(
  rates: Float64Array,
  hours: Float64Array,
  hourly = hourlyRates(rates, hours),
): FundingPersistence | undefined {
  const { length } = rates;
  if (length < LEAST_SETTLEMENTS) return undefined;
  let [allHours, allRates, allHourly, paid] = [0, 0, 0, 0];
  for (let i = 0; i < length; i += 1) {
    const [rate, charged] = [rates[i] ?? NaN, hours[i] ?? NaN];
    allHours += charged;
    allRates += rate;
    allHourly += hourly[i] ?? NaN;
    if (rate > 0) paid += 1;
  }
  const movement = movementOf(hourly, allHourly / length);
  return {
    settlements: length,
    paidShare: paid / length,
    meanHourlyCarry: allRates / allHours,
    hourlyDeviation: movement.deviation,
    halfLifeHours: halfLife(movement.autocorrelation, allHours / length),
  };
}

/** Of the second with the first, of the third with the second, …; 1 for a series that never moves. */
export function autocorrelation(values: Numbers): number {
  let total = 0;
  for (const value of values) total += value;
  return movementOf(values, total / values.length).autocorrelation;
}

type Numbers = readonly number[] | Float64Array;

interface Movement {
  readonly autocorrelation: number;
  /** Of a sample: of so many values so many less one are free. */
  readonly deviation: number;
}

function movementOf(values: Numbers, mean: number): Movement {
  let together = 0;
  let alone = 0;
  for (let i = 0; i < values.length; i += 1) {
    const apart = (values[i] ?? NaN) - mean;
    alone += apart * apart;
    together += apart * ((values[i - 1] ?? mean) - mean);
  }
  // What doubles lose in a series that never moves must not look like a movement.
  const still = values.length * (mean * 1e-9) ** 2;
  return {
    autocorrelation: alone <= still ? 1 : together / alone,
    deviation: Math.sqrt(alone / (values.length - 1)),
  };
}

function halfLife(autocorrelated: number, stepHours: number): number {
  if (autocorrelated <= 0) return 0;
  if (autocorrelated >= 1) return Infinity;
  return (stepHours * Math.log(0.5)) / Math.log(autocorrelated);
}
