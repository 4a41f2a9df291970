import { z } from 'zod';
import { count, epochMs, seriesId, sha256, source, timeWindow } from './values.js';

/** One series' proof, as it travels. */
export const seriesCertificate = z.object({
  series: seriesId,
  window: timeWindow,
  expected: count,
  present: count,
  confirmedEmpty: count,
  missing: count,
  firstRowAtMs: epochMs.nullable(),
  lastRowAtMs: epochMs.nullable(),
  sha256,
  scrubbedAtMs: epochMs.nullable(),
});
export type SeriesCertificate = z.infer<typeof seriesCertificate>;

/**
 * Every tracked series is proven. Published by the fetcher when that becomes true, after each change, and
 * again every few seconds, so that a plain subscriber hears it too; the stream retains the last one.
 * Consumed by the orchestrator (its gate) and by any bot. It is taken out of the stream when it stops
 * being true. Losing one costs the time to the next.
 */
export const DataReadyV1 = {
  subject: 'data.ready',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    window: timeWindow,
    datasetSha256: sha256,
    markets: z.array(
      z.object({
        symbol: z.string(),
        nativeId: z.string(),
        ready: z.boolean(),
        certificates: z.array(seriesCertificate),
      }),
    ),
  }),
} as const;
export type DataReady = z.infer<typeof DataReadyV1.schema>;
