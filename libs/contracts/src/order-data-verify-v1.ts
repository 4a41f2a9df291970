import { z } from 'zod';
import { count, epochMs, seriesId, sha256 } from './values.js';

/** Recompute every certificate from the stored rows. Asked by people; one fetcher answers. */
export const OrderDataVerifyV1 = {
  subject: 'order.data.verify',
  ask: z.object({ v: z.literal(1) }),
  reply: z.object({
    v: z.literal(1),
    verifiedAtMs: epochMs,
    seriesChecked: count,
    datasetSha256: sha256.nullable(),
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
export type VerifyReply = z.infer<typeof OrderDataVerifyV1.reply>;
