import { DAY_MS, HOUR_MS, type TimeWindow } from '../time-window.js';

/** The interval that is taken where nothing tells: the usual one, and so the fewest settlements. */
export const USUAL_INTERVAL_MS = 8 * HOUR_MS;

/** The intervals that most perpetuals have. Others need more evidence. */
const USUAL_INTERVALS_MS = [8 * HOUR_MS, 4 * HOUR_MS, 2 * HOUR_MS, HOUR_MS] as const;

/** The longest interval that is known of any perpetual. A longer step is always a hole. */
const LONGEST_INTERVAL_MS = DAY_MS;

/**
 * How much it takes to believe a thing. A hole is lighter than a change, so that one long step is a hole
 * even at the window's end (3 < 5); two at the end (5 < 6) or four between shorter ones (10 < 12) are a
 * change of interval, whereas three are still three holes. Beginning with an odd step is all but free.
 * An interval that is none of the usual ones needs four steps of it, or two at the very beginning.
 */
const WEIGHT = { hole: 3, change: 5, oddStart: 1, unusualStart: 4, unusualChange: 6 } as const;

/** A step between two settlements as it is told: the interval in force at its end, and how many were left out. */
export interface ToldStep {
  readonly step: TimeWindow;
  /** The longer of the intervals before and after a change: up to it a step may be odd. */
  readonly spacingMs: number;
  readonly intervalMs: number;
  readonly leftOut: number;
}

/** A story up to and including one step; `weight` is that of all of it. */
interface Story extends ToldStep {
  readonly weight: number;
  readonly before: Story | undefined;
}

/**
 * The lightest story of intervals, changes and holes that explains every step between the settlements (see
 * `WEIGHT`). Any whole number of hours that occurs as a step may be an interval. The first step after a change may
 * be odd (2, 3 or 6 h): up to the longer of the two intervals it is no hole.
 */
export function intervalStory(settledAtMs: readonly number[]): ToldStep[] {
  const steps = settledAtMs.slice(1).map((toMs, i) => ({ fromMs: settledAtMs[i] ?? toMs, toMs }));
  const intervals = possibleIntervals(steps);
  let stories: readonly Story[] = [];
  steps.forEach((step, i) => {
    stories = intervals.flatMap((intervalMs) =>
      lightest(
        i === 0
          ? [begin(step, intervalMs)]
          : stories.map((before) => goOn(before, step, intervalMs)),
      ),
    );
  });
  const told: ToldStep[] = [];
  for (let story = lightest(stories)[0]; story; story = story.before) told.push(story);
  return told.reverse();
}

/** Longest first, so that of two stories of equal weight the one that claims fewer lost rows is told. */
function possibleIntervals(steps: readonly TimeWindow[]): number[] {
  const seen = steps
    .map(lengthOf)
    .filter((lengthMs) => lengthMs % HOUR_MS === 0 && lengthMs <= LONGEST_INTERVAL_MS);
  return [...new Set([...USUAL_INTERVALS_MS, ...seen])].sort((a, b) => b - a);
}

/** The lightest of them, the first of several; none of none. */
function lightest(stories: readonly Story[]): Story[] {
  let found: Story | undefined;
  for (const story of stories) if (!found || story.weight < found.weight) found = story;
  return found ? [found] : [];
}

function begin(step: TimeWindow, intervalMs: number): Story {
  const leftOut = leftOutOf(step, intervalMs);
  const oddStart = lengthOf(step) < intervalMs ? WEIGHT.oddStart : 0;
  const unusual = isUsual(intervalMs) ? 0 : WEIGHT.unusualStart;
  const weight = oddStart + unusual + (leftOut > 0 ? WEIGHT.hole : 0);
  return { step, spacingMs: intervalMs, intervalMs, leftOut, weight, before: undefined };
}

/** The interval stays, and fits into the step a whole number of times; or it changes in this step. */
function goOn(before: Story, step: TimeWindow, intervalMs: number): Story {
  const stays = before.intervalMs === intervalMs && lengthOf(step) % intervalMs === 0;
  const spacingMs = Math.max(before.intervalMs, intervalMs);
  const leftOut = leftOutOf(step, spacingMs);
  const change = stays ? 0 : WEIGHT.change + (isUsual(intervalMs) ? 0 : WEIGHT.unusualChange);
  const weight = before.weight + change + (leftOut > 0 ? WEIGHT.hole : 0);
  return { step, spacingMs, intervalMs, leftOut, weight, before };
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
