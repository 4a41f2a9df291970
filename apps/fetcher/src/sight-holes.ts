import type { Hole } from '@fullcarry/domain/hole';
import type { Lifetime } from '@fullcarry/domain/look-back';
import type { HoleSighting } from '@fullcarry/domain/observe-hole';
import { HOUR_MS } from '@fullcarry/domain/time-window';

/** The holes of one answer with what stands around them; `rowTimesMs` ascending. */
export function sightHoles(
  holes: readonly Hole[],
  rowTimesMs: readonly number[],
  life: Lifetime,
): HoleSighting[] {
  return holes.map((hole) => ({
    hole,
    dataBefore: rowTimesMs.some((atMs) => atMs < hole.fromMs),
    dataAfter: rowTimesMs.some((atMs) => atMs >= hole.toMs),
    // The first row may belong to the hour in which the market was listed, the last to that of its end.
    atListing: life.listedAtMs !== undefined && hole.fromMs < life.listedAtMs + HOUR_MS,
    atDelisting: life.delistedAtMs !== undefined && hole.toMs > life.delistedAtMs - HOUR_MS,
    evidence: `two answers agreed: ${rowTimesMs.length} rows around it, none of the ${hole.rowsExpected} due in it`,
  }));
}
