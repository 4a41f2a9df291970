import { z } from 'zod';
import { jsonBytes, whatFits } from '../facts/json-bytes.js';
import { subjectToken } from '../transport/subject-token.js';
import { count, epochMs } from '../values.js';

/** The reply of a command that could not be carried out. */
export const commandRefused = z.object({ v: z.literal(1), error: z.string() });

/** What is asked of a fetcher; of the first exchange of its list where none is named. */
export const commandAboutData = z.object({ v: z.literal(1), exchange: z.string().optional() });

/**
 * The subject of a command about one exchange, which the payload names too: `order.data.sync.okx`. Of the fetchers that
 * fetch it one answers. On the subject without it any fetcher answers, also one that fetches another exchange and says so.
 */
export function commandOfExchange(subject: string, exchange: string): string {
  return `${subject}.${subjectToken(exchange)}`;
}

/** Bring the tail up to date of one exchange. Asked by the orchestrator before each cycle; one fetcher answers. */
export const DataSyncCommandV1 = {
  subject: 'order.data.sync',
  ask: commandAboutData,
  reply: z.object({
    v: z.literal(1),
    syncedAtMs: epochMs,
    rowsAdded: count,
    /** More than are in the list where that was cut. */
    marketsFailedTotal: count.optional(),
    marketsFailed: z.array(z.object({ symbol: z.string(), reason: z.string() })),
  }),
} as const;
export type SyncReply = z.infer<typeof DataSyncCommandV1.reply>;

/** The whole reply as it travels, no larger than `mostBytes`. */
export function boundedSyncReply(whole: SyncReply, mostBytes: number): SyncReply {
  if (jsonBytes(whole) <= mostBytes) return whole;
  const head = { ...whole, marketsFailedTotal: whole.marketsFailed.length, marketsFailed: [] };
  return { ...head, marketsFailed: whatFits(whole.marketsFailed, mostBytes - jsonBytes(head)) };
}
