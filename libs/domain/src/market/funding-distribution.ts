const YEAR_HOURS = 8_760;

/** One settled rate, a fraction of notional, and the hours that it was charged for, > 0. */
export interface ChargedRate {
  readonly rate: number;
  readonly hours: number;
}

/**
 * How the settled rates of a window were spread, by the year: 8,760 · rate / hours of each settlement, a fraction a year, not
 * compounded; positive is earned by a short. So markets of other intervals can be put side by side.
 *
 * `mean`: 8,760 · Σ rate / Σ hours, so that it is what was earned. `deviation`: of a sample; undefined for one settlement.
 * `hours`: Σ hours; `intervalHours`: hours of a settlement on average.
 */
export interface FundingDistribution {
  readonly settlements: number;
  readonly hours: number;
  readonly intervalHours: number;
  readonly mean: number;
  readonly median: number;
  readonly deviation: number | undefined;
  readonly lowest: number;
  readonly p5: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  readonly highest: number;
  /** Share of the settlements that a short was paid at, 0 to 1; a rate of 0 is not one. */
  readonly sharePositive: number;
  readonly histogram: Histogram;
}

/** Equal bins from `from` on, each `step` wide; what lies outside of the 1st to the 99th percentile is counted apart. */
export interface Histogram {
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

const BINS = 24;

/** Undefined where nothing was settled: no settlement is not a rate of zero. */
export function fundingDistribution(
  settled: readonly ChargedRate[],
): FundingDistribution | undefined {
  const yearly = Float64Array.from(
    settled,
    ({ rate, hours }) => (YEAR_HOURS * rate) / hours,
  ).sort();
  const [lowest] = yearly;
  const highest = yearly.at(-1);
  if (lowest === undefined || highest === undefined) return undefined;
  let [rates, hours, positive] = [0, 0, 0];
  for (const one of settled) {
    rates += one.rate;
    hours += one.hours;
    if (one.rate > 0) positive += 1;
  }
  return {
    settlements: yearly.length,
    hours,
    intervalHours: hours / yearly.length,
    mean: (YEAR_HOURS * rates) / hours,
    median: percentile(yearly, 0.5),
    deviation: deviationOf(yearly),
    lowest,
    p5: percentile(yearly, 0.05),
    p25: percentile(yearly, 0.25),
    p75: percentile(yearly, 0.75),
    p95: percentile(yearly, 0.95),
    highest,
    sharePositive: positive / yearly.length,
    histogram: histogramOf(yearly),
  };
}

/**
 * What a short would have come to, after the costs of a round trip are spread over a holding time: a fraction a year, and of one
 * settlement of its own interval.
 *
 * `roundTrip`: of four fills, fraction of notional.
 */
export function afterCosts(
  { mean, intervalHours }: Pick<FundingDistribution, 'mean' | 'intervalHours'>,
  { roundTrip, holdingHours }: { readonly roundTrip: number; readonly holdingHours: number },
): { readonly aYear: number; readonly aPeriod: number } {
  const aYear = mean - (roundTrip * YEAR_HOURS) / holdingHours;
  return { aYear, aPeriod: (aYear * intervalHours) / YEAR_HOURS };
}

/** Of ascending values, between two neighbours by a straight line: what numpy and R call type 7. */
export function percentile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? NaN;
  const above = ascending[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

function deviationOf(values: Float64Array): number | undefined {
  if (values.length < 2) return undefined;
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function histogramOf(ascending: Float64Array): Histogram {
  const from = percentile(ascending, 0.01);
  const to = percentile(ascending, 0.99);
  const counts = Array.from({ length: from < to ? BINS : 1 }, () => 0);
  const step = (to - from) / counts.length;
  let [below, above] = [0, 0];
  for (const value of ascending) {
    if (value < from) below += 1;
    else if (value > to) above += 1;
    else {
      const bin = step > 0 ? Math.min(counts.length - 1, Math.floor((value - from) / step)) : 0;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return { from, step, counts, below, above };
}
