import { z } from 'zod';
import { decimal, epochMs, settingValue } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { epochMsText, format, wholeNumberText } from '../query-values.js';

const market = { positionId: z.int().positive(), symbol: z.string(), nativeId: z.string() };
const entry = {
  /** Of what was filled or settled by the exchange's clock, of what people did by ours. */
  atMs: epochMs,
  /** Who or what did it. */
  by: z.string(),
};

/** One thing that happened on the desk. Amounts in USDT, exact, earned is positive; quantities as in a fill. */
export const journalEntry = z.discriminatedUnion('kind', [
  z.object({
    ...entry,
    ...market,
    kind: z.literal('order'),
    purpose: z.enum(['open', 'close']),
    leg: z.enum(['spot', 'perp']),
    side: z.enum(['buy', 'sell']),
    quantity: decimal,
    limitPrice: decimal,
    /** sent: what became of it is not known yet; partly: filled in part, the rest never will be. */
    state: z.enum(['sent', 'filled', 'partly', 'rejected']),
    /** How much of it was filled. */
    filledQuantity: decimal.nullable().optional(),
    /** The average of its fills. */
    price: decimal.nullable(),
    feeUsdt: decimal.nullable(),
  }),
  z.object({
    ...entry,
    ...market,
    kind: z.literal('trade'),
    change: z.enum(['opened', 'closed', 'unwound']),
    /** Of the whole position; null at its opening. */
    pnlUsdt: decimal.nullable(),
    reason: z.string(),
  }),
  z.object({
    ...entry,
    kind: z.literal('mode'),
    mode: z.enum(['running', 'paused', 'emergency-stopped']),
    reason: z.string().nullable(),
  }),
  z.object({
    ...entry,
    kind: z.literal('settings'),
    /** By the settings' own names and units; `before` is null where it had no value yet. */
    changes: z.array(
      z.object({ name: z.string(), before: settingValue.nullable(), after: settingValue }),
    ),
  }),
  z.object({
    ...entry,
    kind: z.literal('correction'),
    amountUsdt: decimal,
    reason: z.string(),
  }),
  z.object({ ...entry, kind: z.literal('alert'), alert: z.string(), text: z.string() }),
]);
export type JournalEntry = z.infer<typeof journalEntry>;

export const JOURNAL_KINDS = ['order', 'trade', 'mode', 'settings', 'correction', 'alert'] as const;

export const JournalRoute = {
  method: 'get',
  path: '/api/desk/journal',
  topic: 'desk',
  summary: 'What happened on the desk and who or what did it, the newest first',
  csv: true,
  query: z.strictObject({
    kind: z
      .enum([...JOURNAL_KINDS, 'all'], { message: `allowed is all, ${JOURNAL_KINDS.join(', ')}` })
      .default('all'),
    limit: wholeNumberText({ min: 10, max: 5000 }).default(100),
    beforeMs: epochMsText.optional(),
    format,
  }),
  reply: z.object({
    entries: z.array(journalEntry),
    /** Ask on with this as beforeMs; null at the end. */
    nextBeforeMs: epochMs.nullable(),
  }),
} as const satisfies HttpRoute;
