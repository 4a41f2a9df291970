import { z } from 'zod';
import { count, epochMs, gapStatus, seriesId, source } from './values.js';

/**
 * Some tracked series are not proven: which, where the holes are, and what is being done. Published by the
 * fetcher when the list changes; the series in it are closed to trading, the others go on. An empty list
 * says that all is repaired.
 */
export const DataDegradedV1 = {
  subject: 'data.degraded',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    series: z.array(
      z.object({
        symbol: z.string(),
        nativeId: z.string(),
        series: seriesId,
        missing: count,
        gaps: z.array(
          z.object({
            fromMs: epochMs,
            toMs: epochMs,
            status: gapStatus,
            rowsExpected: count,
            observations: count,
            nextTryAtMs: epochMs,
            evidence: z.string(),
          }),
        ),
      }),
    ),
  }),
} as const;
export type DataDegraded = z.infer<typeof DataDegradedV1.schema>;
