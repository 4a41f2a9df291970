import { z } from 'zod';
import { jsonBytes, whatFits } from '../facts/json-bytes.js';
import { commandAboutData } from './data-sync-command-v1.js';
import { count, epochMs, seriesId, sha256 } from '../values.js';

/** Recompute every certificate from the stored rows of one exchange. Asked by people; one fetcher answers. */
export const DataVerifyCommandV1 = {
  subject: 'order.data.verify',
  ask: commandAboutData,
  reply: z.object({
    v: z.literal(1),
    verifiedAtMs: epochMs,
    seriesChecked: count,
    datasetSha256: sha256.nullable(),
    /** More than are in the list where that was cut. */
    differencesTotal: count.optional(),
    differences: z.array(
      z.object({
        symbol: z.string(),
        series: seriesId,
        stored: z.string(),
        recomputed: z.string(),
      }),
    ),
  }),
} as const;
export type VerifyReply = z.infer<typeof DataVerifyCommandV1.reply>;

/** The whole reply as it travels, no larger than `mostBytes`. */
export function boundedVerifyReply(whole: VerifyReply, mostBytes: number): VerifyReply {
  if (jsonBytes(whole) <= mostBytes) return whole;
  const head = { ...whole, differencesTotal: whole.differences.length, differences: [] };
  return { ...head, differences: whatFits(whole.differences, mostBytes - jsonBytes(head)) };
}
