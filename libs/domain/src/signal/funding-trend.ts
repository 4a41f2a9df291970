import { averageStep, type MovingAverage } from './moving-average.js';
import type { SettledRow } from './signal-row.js';
import { lineSlope, lineStep, type WeightedLine } from './weighted-line.js';

const FAST_HOURS = 24;
const SLOW_HOURS = 168;
const SLOPE_HOURS = 72;

/** Where the hourly carry of a market goes. */
export interface FundingTrend {
  readonly fast: MovingAverage;
  readonly slow: MovingAverage;
  readonly line: WeightedLine;
}

export function trendStep(before: FundingTrend | undefined, row: SettledRow): FundingTrend {
  const { settledAtMs } = row;
  const hourly = row.rate / row.hours;
  return {
    fast: averageStep(before?.fast, settledAtMs, hourly, FAST_HOURS),
    slow: averageStep(before?.slow, settledAtMs, hourly, SLOW_HOURS),
    line: lineStep(before?.line, settledAtMs, hourly, SLOPE_HOURS),
  };
}

/**
 * Fast average − slow average of the hourly carry, τ of 24 h and 168 h: fraction of notional an hour; positive: a short
 * earns more than it did.
 */
export function trendOf({ fast, slow }: FundingTrend): number {
  return fast.value - slow.value;
}

/**
 * The slope of a line through the hourly carry, its rows weighed with τ of 72 h: fraction of notional an hour, a day;
 * positive is rising. Undefined for one settlement.
 */
export function slopeOf({ line }: FundingTrend): number | undefined {
  const slope = lineSlope(line);
  return slope === undefined ? undefined : slope * 24;
}
