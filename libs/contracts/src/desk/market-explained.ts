import { ACTION_LABELS } from '@fullcarry/domain/desk/explain/action-label';
import { z } from 'zod';
import { count, epochMs } from '../values.js';
import { deskSettings } from './desk-settings.js';

/** A constant code, and a sentence with the figures. */
const reason = z.object({ code: z.string(), text: z.string() });

const leg = z.object({ venue: z.string(), instrument: z.string(), symbol: z.string() });

/** 0 to 1 each; see libs/domain, published-score.ts. */
const scoreParts = z.object({
  level: z.number(),
  trend: z.number(),
  persistence: z.number(),
  basis: z.number(),
});

/**
 * What the desk thinks of one market now, part by part, by the very functions that decide. Yields are fractions a year, rates
 * fractions of notional a settlement, amounts USDT of one leg. Null is what is not known.
 */
export const marketExplained = z.object({
  /** The exchange's time of the observation. */
  atMs: epochMs,
  exchange: z.string(),
  /** Of the pair: a perpetual and its spot market as the perpetual, two perpetuals with both exchanges. */
  symbol: z.string(),
  nativeId: z.string(),
  legs: z.object({ long: leg.nullable(), short: leg }),
  label: z.enum(ACTION_LABELS),
  /** Why it is called so. */
  rule: z.string(),
  /** The one reason of the decision. */
  reason,
  /** Its place among all that the desk sees, 1 is the best, and how many these are. */
  rank: z.int().positive(),
  of: count,
  predictedRate: z.number(),
  intervalMinutes: z.int().positive(),
  yields: z.object({
    /** Of the predicted rate alone. */
    now: z.number(),
    /** carry + convergence − costs = net. */
    carry: z.number(),
    convergence: z.number(),
    costs: z.number(),
    net: z.number(),
    /** One standard deviation of net. */
    deviation: z.number().nullable(),
    /** What holding on is worth. */
    holding: z.number(),
  }),
  /** Of all four fills, fraction of notional; and where that is from. */
  roundTrip: z.number(),
  costsFrom: z.enum(['settings', 'order-books']),
  /** Null where the predicted rate earns nothing: never. */
  breakEvenHours: z.number().nullable(),
  neededRate: z.number(),
  /** Share of the settlements of 90 days that a short was paid at. */
  paidShare: z.number().nullable(),
  /** (short − long) / long. */
  basis: z.number().nullable(),
  /** Of the published bot; parts times weights add up to it. */
  score: z
    .object({
      score: z.number(),
      parts: scoreParts,
      weights: scoreParts,
      isShrinking: z.boolean().nullable(),
    })
    .nullable(),
  size: z.object({
    /** 0 where nothing could be opened. */
    takenUsdt: z.number(),
    boundBy: z.string(),
    /** What a dynamic size is never above, as far as a size could reach it; null where something of it is not known. */
    caps: z.array(z.object({ name: z.string(), usdt: z.number() })).nullable(),
  }),
  /** Every rule that refuses an opening, the desk's own reason first. */
  against: z.array(reason),
  /** What else speaks against it; no rule refuses for it. */
  cautions: z.array(reason),
  held: z.object({ positionId: count, openedAtMs: epochMs, openReason: z.string() }).nullable(),
  /** By which it was decided. */
  settings: deskSettings,
});
export type MarketExplainedView = z.output<typeof marketExplained>;
