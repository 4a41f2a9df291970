/**
 * What an exchange's published formula makes of the premium index of an interval, as the rate that is settled at its end:
 *
 *   F = P + clamp(I − P, −0.0005, +0.0005), then at most the market's cap and at least its floor
 *
 * P is the average of the index by the minute, with weights 1, 2 … n over the n minutes of the interval, the last minute
 * counting most; I the interest rate. All are fractions of notional a settlement; positive: longs pay shorts.
 *
 * `interest`: I is of the interval, so much of the 8-hour rate as the interval has of 8 hours, and nothing else is scaled.
 * `rate`: I is the 8-hour rate, and F is scaled as a whole.
 */
export interface RateFormula {
  readonly scales: 'interest' | 'rate';
}

const FORMULAS: Readonly<Record<string, RateFormula>> = {
  // Bybit's help center, "Introduction to Funding Rate" (copies read on 2026-11-28): weights, clamp, an N-hour interest rate.
  bybit: { scales: 'interest' },
  // Rates that are settled most often: 0.0001 at 8 h, 0.00005 at 4 h, 0.0000125 at 1 h, while its API's `interestRate` is
  // 0.0001 for all; and what spot and perpetual closes of an hour come to. Its own average is of every 5 seconds, which the
  // minutes come near to: the share that matches says how near.
  binanceusdm: { scales: 'rate' },
};

/** The formula of an exchange; undefined where it is not known. */
export function rateFormula(exchange: string): RateFormula | undefined {
  return Object.hasOwn(FORMULAS, exchange) ? FORMULAS[exchange] : undefined;
}

/** How far the interest rate draws the rate away from the premium, at the most. */
const DAMPER = 0.0005;

const MINUTES_OF_INTEREST = 8 * 60;

export interface RateInput {
  /** The index at the end of each minute (the candle's close) of the whole interval, ascending; NaN where it is not there. */
  readonly premiums: ArrayLike<number>;
  /** Minutes of the interval. */
  readonly intervalMinutes: number;
  /** I, of 8 hours. */
  readonly interestRate: number;
  readonly formula: RateFormula;
  /** The market's own bounds of a rate; where they are not known none are applied. */
  readonly cap?: number;
  readonly floor?: number;
}

/**
 * The rate that is settled at the end of the interval, a fraction of notional; positive: longs pay shorts. For research, in
 * double precision. Undefined where a minute of the interval is not there: none is guessed.
 */
export function rebuiltRate(input: RateInput): number | undefined {
  const { intervalMinutes, interestRate, formula } = input;
  const premium = averagePremium(input.premiums, intervalMinutes);
  if (premium === undefined) return undefined;
  const share = intervalMinutes / MINUTES_OF_INTEREST;
  const interest = formula.scales === 'interest' ? interestRate * share : interestRate;
  const damped = premium + Math.min(DAMPER, Math.max(-DAMPER, interest - premium));
  const rate = formula.scales === 'rate' ? damped * share : damped;
  return Math.max(input.floor ?? -Infinity, Math.min(input.cap ?? Infinity, rate));
}

/** P: the minutes of the interval with weights 1 … n; undefined unless each is there. */
function averagePremium(premiums: ArrayLike<number>, minutes: number): number | undefined {
  if (!Number.isSafeInteger(minutes) || minutes <= 0 || premiums.length !== minutes)
    return undefined;
  let weighted = 0;
  for (let i = 0; i < minutes; i += 1) weighted += (i + 1) * (premiums[i] ?? Number.NaN);
  return Number.isFinite(weighted) ? weighted / ((minutes * (minutes + 1)) / 2) : undefined;
}
