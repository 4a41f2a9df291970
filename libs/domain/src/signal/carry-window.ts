import { PERSISTENCE_MS, persistenceOf } from '../desk/observe/funding-persistence.js';
import { DAY_MS } from '../time-window.js';
import type { SettledRow } from './signal-row.js';

/** The settlements of the last 90 days, ascending. Their values are made of these rows anew, so that none drifts. */
export type CarryWindow = readonly SettledRow[];

/** Of how many days a share of settlements is published. */
const SHARE_MS = 30 * DAY_MS;

/** A rate from which on the published bot counts a run: 0.03 % a settlement, whatever its interval. */
export const RICH_RATE = 0.0003;

/** Settlements, whatever their interval: the published bot's average. */
const SPAN = 6;

/** The share of the worst settlements that a reserve is kept for. */
const TAIL = 0.001;

export function carryStep(before: CarryWindow | undefined, row: SettledRow): CarryWindow {
  const sinceMs = row.settledAtMs - PERSISTENCE_MS;
  const rows = before ?? [];
  const first = rows.findIndex(({ settledAtMs }) => settledAtMs > sinceMs);
  return first < 0 ? [row] : [...rows.slice(first), row];
}

/**
 * Level: which share of the settlements of 90 days paid an hour no more than the last one, 0 to 1; 1 is the highest.
 * Undefined without any.
 */
export function levelOf(window: CarryWindow): number | undefined {
  const last = window.at(-1);
  if (!last) return undefined;
  const now = last.rate / last.hours;
  return window.filter(({ rate, hours }) => rate / hours <= now).length / window.length;
}

/**
 * Persistence: which share of the settlements of 30 days had the sign of the last one, 0 to 1, negative where that one was
 * paid by shorts: −1 always paid, 1 always earned. 0 where the last one was 0; undefined without any.
 */
export function persistenceSignOf(window: CarryWindow): number | undefined {
  const last = window.at(-1);
  if (!last) return undefined;
  const sign = Math.sign(last.rate);
  const lately = window.filter(({ settledAtMs }) => settledAtMs > last.settledAtMs - SHARE_MS);
  const same = lately.filter(({ rate }) => Math.sign(rate) === sign).length;
  return sign === 0 ? 0 : (sign * same) / lately.length;
}

/**
 * Half-life: hours until half of a deviation of the hourly carry from its mean is gone, over 90 days; Infinity where it
 * stays. Undefined for too few settlements (LEAST_SETTLEMENTS).
 */
export function halfLifeOf(window: CarryWindow): number | undefined {
  const rates = new Float64Array(window.length);
  const hours = new Float64Array(window.length);
  for (const [i, row] of window.entries()) {
    rates[i] = row.rate;
    hours[i] = row.hours;
  }
  return persistenceOf(rates, hours)?.halfLifeHours;
}

/** How many settlements in a row paid RICH_RATE or more, up to the last one. */
export function richRunOf(window: CarryWindow): number {
  const before = window.findLastIndex(({ rate }) => rate < RICH_RATE);
  return window.length - 1 - before;
}

/**
 * The published bot's trend: an average of the rates with α = 2 / (6 + 1), less what it was six settlements before; fraction of
 * notional. Its interval counts for nothing there. Undefined for fewer than seven settlements.
 */
export function spanTrendOf(window: CarryWindow): number | undefined {
  const averages: number[] = [];
  for (const { rate } of window) {
    const before = averages.at(-1) ?? rate;
    averages.push(before + (2 / (SPAN + 1)) * (rate - before));
  }
  const [last, before] = [averages.at(-1), averages.at(-1 - SPAN)];
  return last === undefined || before === undefined ? undefined : last - before;
}

/** The rate that 0.1 % of the settlements of 90 days were worse than or at, fraction of notional; the worst of few. */
export function tailRateOf(window: CarryWindow): number | undefined {
  const rates = Float64Array.from(window.map(({ rate }) => rate)).sort();
  return rates[Math.floor(TAIL * rates.length)];
}
