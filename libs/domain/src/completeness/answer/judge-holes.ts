import { HOUR_MS, hullOf, overlap, subtractWindows, type TimeWindow } from '../../time-window.js';
import type { Gap } from '../judge/gap.js';
import type { Hole } from '../judge/hole.js';
import type { Lifetime } from '../schedule/look-back.js';
import { gapAround, observeHole } from '../judge/observe-hole.js';

/** A row that is due but may still be on its way is asked for again after this. */
const PENDING_WAIT_MS = 15_000;

/** Which window was read, and when by the observer's own clock. */
export interface WindowObservation {
  readonly window: TimeWindow;
  readonly nowMs: number;
  readonly confirmMs: number;
  /** The answer contradicts nothing that is proven: only such a one says what is not there. */
  readonly isWitness: boolean;
}

/** What is known once the answer is stored. */
export interface KnownSeries {
  readonly life: Lifetime;
  /** Of the rows in and around the window, ascending. */
  readonly rowTimesMs: readonly number[];
  readonly gaps: readonly Gap[];
  /** From this instant on a row that is due may still be on its way. */
  readonly pendingFromMs: number;
}

export interface Judgement {
  readonly gaps: readonly Gap[];
  /** The stretch in which these gaps take the place of all that were known. */
  readonly replaced: TimeWindow;
  /** What of the window is done: nothing in it has to be asked for now. */
  readonly covered: readonly TimeWindow[];
}

/** The gaps that follow from the holes in and around the window after one more answer, and what is covered then. */
export function judgeHoles(
  { window, nowMs, confirmMs, isWitness }: WindowObservation,
  holes: readonly Hole[],
  { life, rowTimesMs, gaps: known, pendingFromMs }: KnownSeries,
): Judgement {
  const gaps = holes
    .filter((hole) => overlap(hole, window))
    .map((hole): Gap => {
      const seen = sighting(hole, rowTimesMs, life, isWitness);
      const observed = observeHole(gapAround(known, hole), seen, nowMs, confirmMs);
      const isPending = observed.status === 'missing' && mayBePending(hole, pendingFromMs);
      return isPending ? { ...observed, nextTryAtMs: nowMs + PENDING_WAIT_MS } : observed;
    });
  // What an earlier answer lacked across the window's end is settled by this one: else a gap could stay
  // whose stretch is covered. What of it lies outside is unproven again, and planned.
  const settled = known.filter((gap) => gap.status === 'missing' && overlap(gap, window));
  const open = gaps.filter((gap) => gap.status === 'missing');
  return {
    gaps,
    replaced: hullOf([window, ...gaps, ...settled]),
    covered: subtractWindows([window], open),
  };
}

/** Of several rows in a hole the first is due at its start; of a single one at some time before its end. */
function mayBePending({ fromMs, toMs, rowsExpected }: Hole, pendingFromMs: number): boolean {
  return toMs > pendingFromMs && (fromMs >= pendingFromMs || rowsExpected === 1);
}

/** What stands around a hole in the answer. */
function sighting(hole: Hole, rowTimesMs: readonly number[], life: Lifetime, isWitness: boolean) {
  const { listedAtMs, delistedAtMs } = life;
  return {
    hole,
    isWitness,
    dataBefore: rowTimesMs.some((atMs) => atMs < hole.fromMs),
    dataAfter: rowTimesMs.some((atMs) => atMs >= hole.toMs),
    // The first row may belong to the hour in which the market was listed, the last to that of its end.
    atListing: listedAtMs !== undefined && hole.fromMs < listedAtMs + HOUR_MS,
    atDelisting: delistedAtMs !== undefined && hole.toMs > delistedAtMs - HOUR_MS,
    evidence: `two answers agreed: ${rowTimesMs.length} rows around it, none of the ${hole.rowsExpected} due in it`,
  };
}
