import { z } from 'zod';
import { count, epochMs } from '../values.js';

const decimal = z.string();

/** What was seen of one market at a decision, what was meant for it, and the one reason. What was not known is left out. */
export const marketReportV1 = z.object({
  symbol: z.string(),
  meant: z.enum(['open', 'close', 'hold', 'pass']),
  /** The reason as a constant code, and as a sentence with its figures. */
  code: z.string(),
  reason: z.string(),
  /** Fraction of notional, of the settlement that was to come. */
  rate: z.number().optional(),
  intervalMinutes: z.number().optional(),
  longPrice: decimal.optional(),
  shortPrice: decimal.optional(),
  /** (short − long) / long. */
  basis: z.number().optional(),
  turnoverUsdt24h: z.number().optional(),
  /** Fractions a year. */
  netYield: z.number().optional(),
  holdingYield: z.number().optional(),
  breakEvenHours: z.number().optional(),
});
export type MarketReportV1 = z.output<typeof marketReportV1>;

/** One decision of a backtest: what the desk had, what it saw, what it meant to do, and why not with the others. */
export const decisionReportV1 = z.object({
  /** By which everything in it was published. */
  atMs: epochMs,
  cashUsdt: decimal,
  held: z.array(z.object({ symbol: z.string(), state: z.string(), notionalUsdt: decimal })),
  /** How many things were to be done; after each it is decided again. */
  actions: count,
  /** The best net yield first. */
  markets: z.array(marketReportV1),
});
export type DecisionReportV1 = z.output<typeof decisionReportV1>;
