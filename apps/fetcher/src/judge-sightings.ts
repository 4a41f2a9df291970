import type { JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import type { Gap } from '@fullcarry/domain/gap';
import type { Hole } from '@fullcarry/domain/hole';
import { SETTLEMENT_GRACE_MS } from '@fullcarry/domain/look-back';
import { gapAround, observeHole, type HoleSighting } from '@fullcarry/domain/observe-hole';
import { hullOf, overlap, subtractWindows, type TimeWindow } from '@fullcarry/domain/time-window';

/** A row that is due but may still be on its way is asked for again after this. */
const PENDING_WAIT_MS = 15_000;

/** What was known of a series before the answer came. */
export interface KnownHoles {
  readonly gaps: readonly Gap[];
  readonly coverage: readonly TimeWindow[];
}

/** Which window was read, for which job, by this machine's clock. */
export interface Look {
  readonly job: JobFetch;
  readonly window: TimeWindow;
  readonly nowMs: number;
  readonly confirmMs: number;
}

export interface Judgement {
  readonly gaps: readonly Gap[];
  /** The stretch in which these gaps take the place of all that were known. */
  readonly replaced: TimeWindow;
  /** Stretches that were proven, and whose rows the exchange no longer gives. */
  readonly vanished: readonly Hole[];
}

/** The gaps that follow from the holes of one more answer. */
export function judgeSightings(
  { job, window, nowMs, confirmMs }: Look,
  sightings: readonly HoleSighting[],
  known: KnownHoles,
): Judgement {
  const gaps: Gap[] = [];
  const vanished: Hole[] = [];
  for (const seen of sightings) {
    const { hole } = seen;
    const before = gapAround(known.gaps, hole);
    const isProven = subtractWindows([hole], known.coverage).length === 0;
    if (!isProven) {
      const observed = observeHole(before, seen, nowMs, confirmMs);
      gaps.push(
        isPending(job, hole) ? { ...observed, nextTryAtMs: nowMs + PENDING_WAIT_MS } : observed,
      );
    } else if (before) {
      // Rows may have come into a part of it; what is left of it keeps its proof.
      const { fromMs, toMs, rowsExpected } = hole;
      gaps.push({ ...before, fromMs, toMs, rowsExpected });
    } else {
      vanished.push(hole);
    }
  }
  // What an earlier answer lacked across the window's end is settled by this one: else a gap could stay
  // whose stretch is covered. What of it lies outside is unproven again, and planned.
  const settled = known.gaps.filter((gap) => gap.status === 'missing' && overlap(gap, window));
  return { gaps, vanished, replaced: hullOf([window, ...gaps, ...settled]) };
}

/** The newest row, due so lately that it may still be on its way. */
function isPending(job: JobFetch, hole: Hole): boolean {
  return (
    hole.rowsExpected === 1 &&
    hole.toMs >= job.wantedToMs &&
    job.plannedAtMs - job.wantedToMs < SETTLEMENT_GRACE_MS
  );
}
