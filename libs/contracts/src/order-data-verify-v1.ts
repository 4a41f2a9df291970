import { z } from 'zod';
import { orderAboutData } from './order-data-sync-v1.js';
import { count, epochMs, seriesId, sha256 } from './values.js';

/** Recompute every certificate from the stored rows of one exchange. Asked by people; one fetcher answers. */
export const OrderDataVerifyV1 = {
  subject: 'order.data.verify',
  ask: orderAboutData,
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
