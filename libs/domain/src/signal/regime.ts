import { averageStep, type MovingAverage } from './moving-average.js';
import type { SettledRow } from './signal-row.js';

const TAU_HOURS = 72;

/** The usual rate of 0.01 % in 8 h, an hour. */
const USUAL_HOURLY = 0.0001 / 8;
const RICH_FROM = 2 * USUAL_HOURLY;
const RICH_ABOVE = 1.5 * USUAL_HOURLY;
const INVERTED_BELOW = 0;
const INVERTED_TO = 0.25 * USUAL_HOURLY;

/** `inverted`: shorts pay. `rich`: they earn at least twice the usual rate. `calm`: between. */
export type RegimeName = 'inverted' | 'calm' | 'rich';

export interface Regime {
  readonly average: MovingAverage;
  readonly name: RegimeName;
}

/**
 * The regime after another settlement, by the average of the hourly carry with τ of 72 h: rich from twice the usual rate on
 * until below one and a half of it, inverted below 0 until a quarter of it is reached, so that it does not change in turns.
 */
export function regimeStep(
  before: Regime | undefined,
  { settledAtMs, rate, hours }: SettledRow,
): Regime {
  const average = averageStep(before?.average, settledAtMs, rate / hours, TAU_HOURS);
  return { average, name: nameAt(average.value, before?.name) };
}

function nameAt(hourly: number, before: RegimeName | undefined): RegimeName {
  if (hourly >= (before === 'rich' ? RICH_ABOVE : RICH_FROM)) return 'rich';
  const isInverted = before === 'inverted' ? hourly < INVERTED_TO : hourly < INVERTED_BELOW;
  return isInverted ? 'inverted' : 'calm';
}
