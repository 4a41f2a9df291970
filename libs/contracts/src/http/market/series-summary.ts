import { z } from 'zod';
import { count, epochMs, seriesId, sha256 } from '../../values.js';

/**
 * How complete one series is. `expected` = `present` + `confirmedEmpty` + `missing`; of funding an estimate
 * until its schedule is known. `completeness`: the share of what is due that is proven, 0 to 1; null before
 * the fetcher has read them.
 */
export const seriesSummary = z.object({
  series: seriesId,
  completeness: z.number().min(0).max(1).nullable(),
  expected: count.nullable(),
  present: count.nullable(),
  confirmedEmpty: count.nullable(),
  missing: count.nullable(),
  firstRowAtMs: epochMs.nullable(),
  lastRowAtMs: epochMs.nullable(),
  lastSyncAtMs: epochMs.nullable(),
  scrubbedAtMs: epochMs.nullable(),
  sha256: sha256.nullable(),
});
export type SeriesSummary = z.infer<typeof seriesSummary>;
