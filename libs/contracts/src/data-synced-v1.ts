import { z } from 'zod';
import { count, epochMs, seriesId, source } from './values.js';

/** The tail was brought up to date: rows added and revised per series that changed. */
export const DataSyncedV1 = {
  subject: 'data.synced',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    rowsAdded: count,
    rowsRevised: count,
    series: z.array(
      z.object({ symbol: z.string(), series: seriesId, rowsAdded: count, rowsRevised: count }),
    ),
  }),
} as const;
export type DataSynced = z.infer<typeof DataSyncedV1.schema>;
