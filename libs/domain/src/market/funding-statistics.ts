const YEAR_HOURS = 8_760;

/** One settled rate, a fraction of notional, and the hours since the settlement before; undefined where that is not proven. */
export interface SettledRate {
  readonly rate: number;
  readonly hours: number | undefined;
}

/**
 * What the settled rates of a window say together, for people: floating point, not for the ledger.
 *
 * `meanRate`, `medianRate`: fraction of notional a settlement. `sharePositive`: settlements that longs paid,
 * 0 to 1; a rate of 0 is not one. `yearlyRate`: 8,760 · Σ rate / Σ hours, a fraction a year, not compounded,
 * over the settlements whose step is known; undefined where none is.
 */
export interface FundingStatistics {
  readonly settlements: number;
  readonly meanRate: number;
  readonly medianRate: number;
  readonly sharePositive: number;
  readonly yearlyRate: number | undefined;
}

/** Undefined when nothing was settled: no settlement is not a rate of zero. */
export function fundingStatistics(settled: readonly SettledRate[]): FundingStatistics | undefined {
  if (settled.length === 0) return undefined;
  const rates = settled.map(({ rate }) => rate);
  return {
    settlements: rates.length,
    meanRate: sum(rates) / rates.length,
    medianRate: median(rates),
    sharePositive: rates.filter((rate) => rate > 0).length / rates.length,
    yearlyRate: yearlyRate(settled),
  };
}

function yearlyRate(settled: readonly SettledRate[]): number | undefined {
  const timed = settled.filter(({ hours }) => hours !== undefined);
  const hours = sum(timed.map((one) => one.hours ?? 0));
  return hours === 0 ? undefined : (YEAR_HOURS * sum(timed.map(({ rate }) => rate))) / hours;
}

/**
 * Which share of the settlements had at most the current rate, 0 to 1.
 *
 * Rates are compared by the hour: 0.01 % each hour is eight times 0.01 % each eight hours. Settlements whose
 * step is not known are left out; undefined when none is left.
 */
export function rateRank(
  current: { readonly rate: number; readonly hours: number },
  settled: readonly SettledRate[],
): number | undefined {
  const hourly = settled.flatMap(({ rate, hours }) => (hours === undefined ? [] : [rate / hours]));
  if (hourly.length === 0) return undefined;
  const now = current.rate / current.hours;
  return hourly.filter((rate) => rate <= now).length / hourly.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
