import type { Hole } from './hole.js';
import { HOUR_MS, MINUTE_MS, overlap, type TimeWindow } from './time-window.js';

/**
 * The longest interval in use on any perpetual that is read here. A longer step between two settlements is
 * always a hole, whatever stands around it.
 */
export const LONGEST_FUNDING_INTERVAL_MS = 8 * HOUR_MS;

/** The shortest interval in use: nothing can be left out of a step of this length. */
const SHORTEST_FUNDING_INTERVAL_MS = HOUR_MS;

/** Longest first, so that of two stories of equal weight the one that claims fewer lost rows is told. */
const INTERVALS_MS = [
  LONGEST_FUNDING_INTERVAL_MS,
  4 * HOUR_MS,
  2 * HOUR_MS,
  SHORTEST_FUNDING_INTERVAL_MS,
] as const;

/**
 * How much it takes to believe a thing. A hole is lighter than a change, so that one long step is a hole
 * even at the window's end (3 < 5); two at the end (5 < 6) or four between shorter ones (10 < 12) are a
 * change of interval, whereas three are still three holes. Beginning with an odd step is all but free.
 */
const WEIGHT = { hole: 3, change: 5, oddStart: 1 } as const;

/**
 * The stretches of the window in which a settlement is due by the settlements around it, and none is there.
 *
 * `settledAtMs` is ascending. Settlements outside the window are evidence of the schedule: give the stored
 * neighbours too, since at an end that nothing is known beyond, a change to a longer interval can't be told
 * from a hole and is taken for one.
 *
 * The schedule is the lightest story of intervals (8, 4, 2 or 1 h), changes and holes that explains every
 * step (see `WEIGHT`). The first step after a change may be odd (2, 3 or 6 h): up to the longer of the two
 * intervals it is no hole. So is a start or an end of the window into which no further settlement fits.
 * Where fewer than two settlements are known, 8 h is taken.
 *
 * A hole is half-open, on the minute grid, and excludes the two settlements that it lies between; it is not
 * cut at the window, so that it may reach out of it to a neighbour.
 */
export function fundingHoles(settledAtMs: readonly number[], window: TimeWindow): Hole[] {
  const first = settledAtMs[0];
  const last = settledAtMs.at(-1);
  if (first === undefined || last === undefined) {
    return holeOf(window, dueBefore(window, LONGEST_FUNDING_INTERVAL_MS));
  }
  const story = lightestStory(stepsOf(settledAtMs));
  const lead = { fromMs: window.fromMs, toMs: first };
  const tail = { fromMs: last, toMs: window.toMs };
  return [
    ...holeOf(lead, dueBefore(lead, story[0]?.intervalMs ?? LONGEST_FUNDING_INTERVAL_MS)),
    ...story.flatMap(({ step, leftOut }) => holeAfter(step, leftOut)),
    ...holeAfter(tail, leftOutOf(tail, story.at(-1)?.intervalMs ?? LONGEST_FUNDING_INTERVAL_MS)),
  ].filter((hole) => overlap(hole, window));
}

/**
 * The steps whose ends should be read a second time before they are believed: longer than an hour and
 * not as long as both neighbours. An interval changed there, or a settlement was left out next to a
 * regular stretch; one answer can't tell which.
 */
export function irregularSteps(settledAtMs: readonly number[]): TimeWindow[] {
  const steps = stepsOf(settledAtMs);
  return steps.filter((step, i) => {
    const lengthMs = lengthOf(step);
    if (lengthMs <= SHORTEST_FUNDING_INTERVAL_MS) return false;
    const neighbours = [steps[i - 1], steps[i + 1]].filter((other) => other !== undefined);
    return neighbours.some((other) => lengthOf(other) !== lengthMs);
  });
}

/** A step as it is told: the interval in force at its end, and how many settlements were left out of it. */
interface ToldStep {
  readonly step: TimeWindow;
  readonly intervalMs: number;
  readonly leftOut: number;
}

/** A story up to and including one step; `weight` is that of all of it. */
interface Story extends ToldStep {
  readonly weight: number;
  readonly before: Story | undefined;
}

/** The lightest story of all steps: of each interval that may be in force, only the lightest goes on. */
function lightestStory(steps: readonly TimeWindow[]): ToldStep[] {
  let stories: readonly Story[] = [];
  steps.forEach((step, i) => {
    stories = INTERVALS_MS.flatMap((intervalMs) =>
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

/** The lightest of them, the first of several; none of none. */
function lightest(stories: readonly Story[]): Story[] {
  const weight = Math.min(...stories.map((story) => story.weight));
  return stories.filter((story) => story.weight === weight).slice(0, 1);
}

function begin(step: TimeWindow, intervalMs: number): Story {
  const leftOut = leftOutOf(step, intervalMs);
  const oddStart = lengthOf(step) < intervalMs ? WEIGHT.oddStart : 0;
  const weight = oddStart + (leftOut > 0 ? WEIGHT.hole : 0);
  return { step, intervalMs, leftOut, weight, before: undefined };
}

/** The interval stays, and fits into the step a whole number of times; or it changes in this step. */
function goOn(before: Story, step: TimeWindow, intervalMs: number): Story {
  const stays = before.intervalMs === intervalMs && lengthOf(step) % intervalMs === 0;
  const leftOut = leftOutOf(step, Math.max(before.intervalMs, intervalMs));
  const weight = before.weight + (stays ? 0 : WEIGHT.change) + (leftOut > 0 ? WEIGHT.hole : 0);
  return { step, intervalMs, leftOut, weight, before };
}

function stepsOf(settledAtMs: readonly number[]): TimeWindow[] {
  return settledAtMs.slice(1).map((toMs, i) => ({ fromMs: settledAtMs[i] ?? toMs, toMs }));
}

function lengthOf(step: TimeWindow): number {
  return step.toMs - step.fromMs;
}

/** How many settlements are due in a stretch that ends at one. */
function dueBefore(stretch: TimeWindow, intervalMs: number): number {
  return Math.floor(lengthOf(stretch) / intervalMs);
}

/** How many settlements are due between a settlement and the end of the stretch, neither counted. */
function leftOutOf(stretch: TimeWindow, intervalMs: number): number {
  return Math.ceil(lengthOf(stretch) / intervalMs) - 1;
}

function holeAfter(step: TimeWindow, rowsExpected: number): Hole[] {
  return holeOf({ fromMs: step.fromMs + MINUTE_MS, toMs: step.toMs }, rowsExpected);
}

function holeOf(window: TimeWindow, rowsExpected: number): Hole[] {
  return rowsExpected > 0 ? [{ fromMs: window.fromMs, toMs: window.toMs, rowsExpected }] : [];
}
