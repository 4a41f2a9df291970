import { DAY_MS, HOUR_MS, type TimeWindow } from '../../time-window.js';

/** The interval that is taken where nothing tells: the usual one, and so the fewest settlements. */
export const USUAL_INTERVAL_MS = 8 * HOUR_MS;

/** The intervals that most perpetuals have. Others need more evidence. */
const USUAL_INTERVALS_MS = [USUAL_INTERVAL_MS, 4 * HOUR_MS, 2 * HOUR_MS, HOUR_MS] as const;

/** The longest interval that is known of any perpetual. A longer step is always a hole. */
export const LONGEST_INTERVAL_MS = DAY_MS;

/**
 * How much it takes to believe a thing. A hole is lighter than a change, so that one long step is a hole
 * even at the window's end (3 < 5); two at the end (5 < 6) or four between shorter ones (10 < 12) are a
 * change of interval, whereas three are still three holes. Beginning with an odd step is all but free.
 * An interval that is none of the usual ones needs four steps of it, or two at the very beginning.
 */
const WEIGHT = { hole: 3, change: 5, oddStart: 1, unusualStart: 4, unusualChange: 6 } as const;

/** A step between two settlements as the history explains it: the interval in force at its end, and how many were left out. */
export interface ExplainedStep {
  readonly step: TimeWindow;
  /** The longer of the intervals before and after a change: up to it a step may be odd. */
  readonly spacingMs: number;
  readonly intervalMs: number;
  readonly leftOut: number;
}

/**
 * So many equal steps that can be an interval, one after the other, give the same history whatever was before or comes after: to explain half of
 * them otherwise costs more than to change the interval twice.
 */
const CERTAIN_STEPS = 20;

/**
 * The settlements that the history of a window can depend on, ascending: those in it, and on either side up to where
 * nothing else can change it.
 */
export function decisiveSettlements(
  settledAtMs: readonly number[],
  window: TimeWindow,
): readonly number[] {
  const first = settledAtMs.findIndex((atMs) => atMs >= window.fromMs);
  const last = settledAtMs.findLastIndex((atMs) => atMs < window.toMs);
  const from = first === -1 ? settledAtMs.length - 1 : first;
  return settledAtMs.slice(
    certainFrom(settledAtMs, from, -1),
    certainFrom(settledAtMs, Math.max(last, 0), 1) + 1,
  );
}

/** The place at which the steps from `start` on in that direction have been equal for long enough; else the end. */
function certainFrom(settledAtMs: readonly number[], start: number, direction: 1 | -1): number {
  let equal = 0;
  let at = start;
  for (let lastMs = NaN; settledAtMs[at + direction] !== undefined && equal < CERTAIN_STEPS;) {
    const stepMs = Math.abs((settledAtMs[at + direction] ?? 0) - (settledAtMs[at] ?? 0));
    const isInterval = stepMs % HOUR_MS === 0 && stepMs <= LONGEST_INTERVAL_MS;
    equal = isInterval && stepMs === lastMs ? equal + 1 : 0;
    lastMs = stepMs;
    at += direction;
  }
  return Math.max(0, at);
}

/** The lightest stories up to and including one step, one for each interval that may be in force at its end. */
interface Histories {
  readonly weights: readonly number[];
  /** Which of the intervals was in force before the step, by its place. */
  readonly before: readonly number[];
}

/**
 * The lightest history of intervals, changes and holes that explains every step between the settlements (see
 * `WEIGHT`). Any whole number of hours that occurs as a step may be an interval. The first step after a change may
 * be odd (2, 3 or 6 h): up to the longer of the two intervals it is no hole.
 */
export function intervalHistory(settledAtMs: readonly number[]): ExplainedStep[] {
  const steps = settledAtMs.slice(1).map((toMs, i) => ({ fromMs: settledAtMs[i] ?? toMs, toMs }));
  const intervals = possibleIntervals(steps);
  // A year of hourly settlements is thousands of steps: weights alone go along, the history is read from its end.
  const histories: Histories[] = [];
  for (const step of steps) {
    histories.push(goOn(histories.at(-1), lengthOf(step), intervals));
  }
  return lightestHistory(steps, intervals, histories);
}

/** Longest first, so that of two histories of equal weight the one that claims fewer lost rows is taken. */
function possibleIntervals(steps: readonly TimeWindow[]): number[] {
  const seen = steps
    .map(lengthOf)
    .filter((lengthMs) => lengthMs % HOUR_MS === 0 && lengthMs <= LONGEST_INTERVAL_MS);
  return [...new Set([...USUAL_INTERVALS_MS, ...seen])].sort((a, b) => b - a);
}

/** The interval stays, and fits into the step a whole number of times; or it changes in this step. */
function goOn(
  last: Histories | undefined,
  lengthMs: number,
  intervals: readonly number[],
): Histories {
  const weights: number[] = [];
  const before: number[] = [];
  intervals.forEach((intervalMs, i) => {
    const change = WEIGHT.change + (isUsual(intervalMs) ? 0 : WEIGHT.unusualChange);
    const mayStay = lengthMs % intervalMs === 0;
    let [least, from] = last ? [Infinity, i] : [beginWeight(lengthMs, intervalMs), i];
    for (let k = 0; last && k < intervals.length; k += 1) {
      const spacingMs = Math.max(intervals[k] ?? 0, intervalMs);
      const weight =
        (last.weights[k] ?? Infinity) +
        (k === i && mayStay ? 0 : change) +
        (lengthMs > spacingMs ? WEIGHT.hole : 0);
      if (weight < least) [least, from] = [weight, k];
    }
    weights.push(least);
    before.push(from);
  });
  return { weights, before };
}

function beginWeight(lengthMs: number, intervalMs: number): number {
  const oddStart = lengthMs < intervalMs ? WEIGHT.oddStart : 0;
  const unusual = isUsual(intervalMs) ? 0 : WEIGHT.unusualStart;
  return oddStart + unusual + (lengthMs > intervalMs ? WEIGHT.hole : 0);
}

/** The lightest history, step by step; of several of equal weight the one of the longest interval. */
function lightestHistory(
  steps: readonly TimeWindow[],
  intervals: readonly number[],
  histories: readonly Histories[],
): ExplainedStep[] {
  const weights = histories.at(-1)?.weights ?? [];
  let at = weights.indexOf(Math.min(...weights));
  const explained: ExplainedStep[] = [];
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i];
    const intervalMs = intervals[at];
    const from = histories[i]?.before[at];
    if (!step || intervalMs === undefined || from === undefined) break;
    const spacingMs = Math.max(intervals[from] ?? 0, intervalMs);
    explained.push({ step, spacingMs, intervalMs, leftOut: leftOutOf(step, spacingMs) });
    at = from;
  }
  return explained.reverse();
}

function isUsual(intervalMs: number): boolean {
  return USUAL_INTERVALS_MS.some((usual) => usual === intervalMs);
}

function lengthOf(step: TimeWindow): number {
  return step.toMs - step.fromMs;
}

/** How many settlements are due between two others. */
function leftOutOf(step: TimeWindow, intervalMs: number): number {
  return Math.ceil(lengthOf(step) / intervalMs) - 1;
}
