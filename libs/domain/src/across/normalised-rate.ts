import { exact, plain } from '../desk/book/exact.js';

const HOUR_MINUTES = 60;
const YEAR_MINUTES = 8_760 * HOUR_MINUTES;

/** Below what any exchange says of a rate by ten digits: what is cut there is no money. */
const DECIMALS = 18;

/** A rate that can be compared with those of other intervals; exact decimal text, fractions of notional. */
export interface NormalisedRate {
  readonly ratePerHour: string;
  /** Not compounded: 8,760 hours of it. */
  readonly ratePerYear: string;
}

/**
 * Returns the rate of one settlement by the hour and by the year, by the interval that this settlement had.
 *
 * Units:  a rate of 0.0001 each 8 h is 0.0000125 an hour and 0.1095 a year; each 1 h it is 0.876 a year.
 *   Sign as the rate's: positive is paid by longs to shorts. Rounded to 18 decimals where no decimal is exact.
 * Errors: RangeError when the rate is no decimal or the interval not above 0.
 */
export function normalisedRate(rate: string, intervalMinutes: number): NormalisedRate {
  if (!Number.isInteger(intervalMinutes) || intervalMinutes <= 0) {
    throw new RangeError(`${intervalMinutes} minutes is no interval`);
  }
  const by = (minutes: number) =>
    plain(exact(rate).times(minutes).div(intervalMinutes).round(DECIMALS));
  return { ratePerHour: by(HOUR_MINUTES), ratePerYear: by(YEAR_MINUTES) };
}
