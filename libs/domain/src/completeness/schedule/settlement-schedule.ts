import type { Hole } from '../judge/hole.js';
import { HOUR_MS, MINUTE_MS, holds, type TimeWindow } from '../../time-window.js';
import { announcedInstants, wasAnnounced, type AnnouncedRun } from './announced-schedule.js';
import {
  intervalHistory,
  decisiveSettlements,
  USUAL_INTERVAL_MS,
  type ExplainedStep,
} from './interval-history.js';

const ALWAYS: TimeWindow = { fromMs: -Infinity, toMs: Infinity };

/** What is known of a series' schedule beside its settlements. */
export interface ScheduleEvidence {
  /** Ascending by when they were announced. */
  readonly runs: readonly AnnouncedRun[];
  readonly listedAtMs: number | undefined;
}

/**
 * When settlements are due in the window and none is there; ascending.
 *
 * `settledAtMs` is ascending; settlements outside the window are evidence of the schedule too.
 *
 * What was announced and not taken back before its time is due; while the exchange had announced what comes next,
 * nothing else is. Where nothing was announced (older history) the schedule is read from the settlements around:
 * see `intervalStory`. At the window's ends the interval of the nearest step goes on, at its end the one that
 * was announced about then where that is shorter. Nothing is due at the instant of the listing, nor before it. Where no settlement is known
 * the announced interval is taken, or else 8 h.
 */
export function absentSettlements(
  settledAtMs: readonly number[],
  window: TimeWindow,
  { runs, listedAtMs = -Infinity }: ScheduleEvidence,
): number[] {
  const known = new Set(settledAtMs);
  // Those outside of the window are evidence too, also the next one: whoever asks about another window must see
  // the same schedule.
  const announced = [...new Set(announcedInstants(runs, ALWAYS))].filter(
    (atMs) => !known.has(atMs),
  );
  const beats = [...settledAtMs, ...announced].sort((a, b) => a - b);
  const lastSettledMs = settledAtMs.at(-1) ?? -Infinity;
  const inferred = inferredBetween(beats, lastSettledMs, window, runs).filter(
    (atMs) => !wasAnnounced(runs, atMs),
  );
  return [...new Set([...announced, ...inferred])]
    .filter((atMs) => holds(window, atMs) && atMs > listedAtMs && !known.has(atMs))
    .sort((a, b) => a - b);
}

/**
 * The stretches of the window in which a settlement is due and none is there: each half-open, on the minute grid,
 * between the two settlements next to it. It may reach out of the window to such a neighbour.
 */
export function settlementHoles(
  settledAtMs: readonly number[],
  window: TimeWindow,
  evidence: ScheduleEvidence,
): Hole[] {
  const holes: Hole[] = [];
  let next = 0;
  for (const atMs of absentSettlements(settledAtMs, window, evidence)) {
    while ((settledAtMs[next] ?? Infinity) < atMs) next += 1;
    const before = settledAtMs[next - 1];
    const fromMs = before === undefined ? window.fromMs : before + MINUTE_MS;
    const last = holes.at(-1);
    if (last?.fromMs === fromMs) {
      holes[holes.length - 1] = { ...last, rowsExpected: last.rowsExpected + 1 };
    } else {
      holes.push({ fromMs, toMs: settledAtMs[next] ?? window.toMs, rowsExpected: 1 });
    }
  }
  return holes;
}

/**
 * The steps whose ends should be read a second time before they are believed: longer than an hour and
 * not as long as both neighbours. An interval changed there, or a settlement was left out next to a
 * regular stretch; one answer can't tell which.
 */
export function irregularSteps(settledAtMs: readonly number[]): TimeWindow[] {
  const steps = settledAtMs.slice(1).map((toMs, i) => ({ fromMs: settledAtMs[i] ?? toMs, toMs }));
  const lengthOf = (step: TimeWindow) => step.toMs - step.fromMs;
  return steps.filter((step, i) => {
    if (lengthOf(step) <= HOUR_MS) return false;
    const neighbours = [steps[i - 1], steps[i + 1]].filter((other) => other !== undefined);
    return neighbours.some((other) => lengthOf(other) !== lengthOf(step));
  });
}

/** When more settlements are due around and between those that there are, or were announced. */
function inferredBetween(
  beats: readonly number[],
  lastSettledMs: number,
  window: TimeWindow,
  runs: readonly AnnouncedRun[],
): number[] {
  const spokenMs = runs.findLast(
    (run) => run.observedAtMs - window.toMs < run.intervalMs,
  )?.intervalMs;
  const first = beats[0];
  if (first === undefined) {
    const intervalMs = spokenMs ?? USUAL_INTERVAL_MS;
    return every(intervalMs, Math.ceil(window.fromMs / intervalMs) * intervalMs, window.toMs);
  }
  const decisive = decisiveSettlements(beats, window);
  const history = intervalHistory(decisive);
  const leadMs = history[0]?.intervalMs ?? spokenMs ?? USUAL_INTERVAL_MS;
  const leading = Math.max(0, Math.floor((first - window.fromMs) / leadMs));
  return [
    ...every(leadMs, first - leading * leadMs, first),
    // Counted back from its end: the first step after a change may be odd, the others are regular.
    ...history.flatMap(({ step, leftOut, spacingMs }) =>
      every(spacingMs, step.toMs - leftOut * spacingMs, step.toMs),
    ),
    ...inferredTail(beats, history, lastSettledMs, window, spokenMs),
  ];
}

/**
 * After the last settlement that there is the interval before it goes on, or the one that was announced about then
 * where that is shorter: what was announced says what comes next, and up to then either may have been in force.
 */
function inferredTail(
  beats: readonly number[],
  history: readonly ExplainedStep[],
  lastSettledMs: number,
  window: TimeWindow,
  spokenMs: number | undefined,
): number[] {
  const last = beats.findLast((atMs) => atMs < window.toMs);
  if (last === undefined || lastSettledMs >= window.toMs) return [];
  const lastMs = history.findLast(({ step }) => step.toMs <= last)?.intervalMs;
  const tailMs = Math.min(spokenMs ?? lastMs ?? USUAL_INTERVAL_MS, lastMs ?? Infinity);
  return every(tailMs, last + tailMs, window.toMs);
}

/** `fromMs`, one `intervalMs` later, and so on before `toMs`. */
function every(intervalMs: number, fromMs: number, toMs: number): number[] {
  const many = Math.max(0, Math.ceil((toMs - fromMs) / intervalMs));
  return Array.from({ length: many }, (_, i) => fromMs + i * intervalMs);
}
