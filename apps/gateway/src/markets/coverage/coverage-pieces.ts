import type { CoverageStatus } from '@fullcarry/contracts/http/market/market-coverage-route';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import {
  intersectWindows,
  overlap,
  subtractWindows,
  type TimeWindow,
} from '@fullcarry/domain/time-window';

export interface CoveragePiece extends TimeWindow {
  readonly status: CoverageStatus;
}

/** What is known of a hole for good; it counts before what is covered. */
const CLASSIFIED = [
  'confirmed-empty',
  'before-listing',
  'after-delisting',
  'before-history',
] as const;

/**
 * The whole window in disjoint, ascending pieces of one status each.
 *
 * `isMoving`: rows of the series are coming in now, so that what was never asked for is being fetched; else it is
 * not fetched yet. A gap that was seen waits for its next try and is missing.
 */
export function coveragePieces(
  window: TimeWindow,
  known: { readonly coverage: readonly TimeWindow[]; readonly gaps: readonly Gap[] },
  isMoving: boolean,
): CoveragePiece[] {
  const pieces: CoveragePiece[] = [];
  let rest: TimeWindow[] = subtractWindows([window], []);
  const take = (windows: readonly TimeWindow[], status: CoverageStatus) => {
    pieces.push(...intersectWindows(rest, windows).map((one) => ({ ...one, status })));
    rest = subtractWindows(rest, windows);
  };
  for (const status of CLASSIFIED) {
    take(
      known.gaps.filter((gap) => gap.status === status),
      status,
    );
  }
  take(known.coverage, 'present');
  take(
    known.gaps.filter((gap) => gap.status === 'missing' && overlap(gap, window)),
    'missing',
  );
  take([window], isMoving ? 'fetching' : 'not-fetched');
  return pieces.sort((a, b) => a.fromMs - b.fromMs);
}
