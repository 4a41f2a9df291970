import { z } from 'zod';
import { jsonBytes, whatFits } from './json-bytes.js';
import { count, epochMs, seriesId, source } from '../values.js';

/**
 * The tail was brought up to date: rows added and revised per series that changed. The sums are of all of them; the
 * list is cut where `seriesTotal` is larger.
 */
export const DataSyncedV1 = {
  subject: 'data.synced',
  schema: z.object({
    v: z.literal(1),
    atMs: epochMs,
    exchange: z.string(),
    source,
    rowsAdded: count,
    rowsRevised: count,
    seriesTotal: count.optional(),
    series: z.array(
      z.object({ symbol: z.string(), series: seriesId, rowsAdded: count, rowsRevised: count }),
    ),
  }),
} as const;
export type DataSynced = z.infer<typeof DataSyncedV1.schema>;

/** The whole fact as it travels, no larger than `mostBytes`. */
export function boundedSynced(whole: DataSynced, mostBytes: number): DataSynced {
  const head = { ...whole, seriesTotal: whole.series.length, series: [] };
  return { ...head, series: whatFits(whole.series, mostBytes - jsonBytes(head)) };
}
