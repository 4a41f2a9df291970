import { z } from 'zod';
import { deskLedger } from './desk-status-v1.js';
import { jsonBytes, whatFits } from './json-bytes.js';
import { count, epochMs, source } from '../values.js';

/** What one cycle did about one market, and the one reason for it. */
export const marketVerdict = z.object({
  symbol: z.string(),
  nativeId: z.string(),
  /** By net yearly yield, 1 is the best; null where none can be computed. */
  rank: z.int().positive().nullable(),
  /** Fraction a year after all costs of a round trip; null where it can't be computed. */
  netYield: z.number().nullable(),
  /** Of the predicted rate alone, by its interval; fraction a year. */
  grossYield: z.number().nullable(),
  breakEvenSettlements: z.number().nullable(),
  /** In how many hours the predicted rate earns the costs of a round trip back; null where it is not earned. */
  breakEvenHours: z.number().nullable().optional(),
  /** The predicted rate of one settlement from which on the market is worth opening, fraction of notional. */
  neededRate: z.number().nullable().optional(),
  /** Worth of holding on against leaving now, fraction a year; what opening cost is no part of it. */
  holdingYield: z.number().nullable().optional(),
  /** When the exchange ends this market, where it announced that. */
  endsAtMs: epochMs.nullable().optional(),
  /** Share of recent settlements with the sign of the expected one, 0 to 1. */
  persistence: z.number().nullable(),
  action: z.enum(['opened', 'closed', 'held', 'passed']),
  /** A constant code for machines (`below-entry`, `no-spot`, `data-degraded`, …). */
  reasonCode: z.string(),
  /** The same for people, with the figures. */
  reason: z.string(),
});
export type MarketVerdict = z.infer<typeof marketVerdict>;

/**
 * The report of one cycle. Published by the orchestrator after it is stored; losing one costs nothing, the store has
 * it. Where `marketsTotal` is larger than the list, it has what was traded or is held and then the best by rank;
 * `GET /api/cycles/<number>` has all.
 */
export const DeskCycleV1 = {
  subject: 'desk.cycle',
  schema: z.object({
    v: z.literal(1),
    number: z.int().positive(),
    exchange: z.string(),
    source,
    /** The exchange's time. */
    startedAtMs: epochMs,
    durationMs: count,
    /** What went wrong without ending the cycle, in sentences. */
    warnings: z.array(z.string()),
    rowsSynced: count.nullable(),
    opened: count,
    closed: count,
    held: count,
    ledger: deskLedger,
    marketsTotal: count.optional(),
    warningsTotal: count.optional(),
    markets: z.array(marketVerdict),
  }),
} as const;
export type DeskCycle = z.infer<typeof DeskCycleV1.schema>;

/** More sentences than this are read in the store. */
const MOST_WARNINGS = 50;

/** The whole report as it travels, no larger than `mostBytes`. */
export function boundedCycle(whole: DeskCycle, mostBytes: number): DeskCycle {
  if (jsonBytes(whole) <= mostBytes) return whole;
  const head = {
    ...whole,
    warnings: whatFits(whole.warnings.slice(0, MOST_WARNINGS), mostBytes / 4),
    warningsTotal: whole.warnings.length,
    marketsTotal: whole.markets.length,
    markets: [],
  };
  const place = ({ action, rank }: MarketVerdict) => (action === 'passed' ? (rank ?? Infinity) : 0);
  // Both without a rank: Infinity − Infinity is no number.
  const byPlace = whole.markets.toSorted((a, b) => place(a) - place(b) || 0);
  return { ...head, markets: whatFits(byPlace, mostBytes - jsonBytes(head)) };
}
