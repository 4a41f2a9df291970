import { SWEEP_KINDS } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { z } from 'zod';
import { timeWindow } from '../values.js';
import { backtestDocumentV1 } from './backtest-document-v1.js';

const { engine, setup, dataset, assumed, notModelled, metrics } = backtestDocumentV1.shape;

const chosen = z.record(z.string(), z.number());
const overfitting = z.object({ probability: z.number(), splits: z.int() });

/** The settings that are tried, and in what way they were found: see SweepSearch. */
export const sweptSearch = z.object({
  grid: z.record(z.string(), z.array(z.number())),
  ranges: z.record(
    z.string(),
    z.object({ low: z.number(), high: z.number(), step: z.number().optional() }),
  ),
  random: z.int(),
  seed: z.int(),
});

/** How a window is cut into folds. */
export const foldLengths = z.object({
  kind: z.enum(['rolling', 'anchored']),
  trainMs: z.int(),
  testMs: z.int(),
  purgeMs: z.int(),
});

const outOfSample = z.object({
  ...metrics.pick({
    ...{ breakEvenHours: true, worstTradeUsdt: true, bestTradeUsdt: true, trades: true },
    ...{ wins: true, meanHoldingHours: true, breakEvenCostBps: true },
  }).shape,
  netUsdt: z.number(),
  days: z.number(),
  yearlyYield: z.number(),
  yearlyYieldLow: z.number().optional(),
  yearlyYieldHigh: z.number().optional(),
  sharpe: z.number().optional(),
  deflatedSharpe: z.number().optional(),
  profitableFolds: z.int(),
});

/**
 * A sweep or a walk-forward as it is stored: canonical JSON, named by its SHA-256. What is undefined is left out. The headline is
 * `walkForward.outOfSample`; all else is in sample. `tried`: how many runs the deflated Sharpe ratio counts.
 */
export const sweepDocumentV1 = z.object({
  v: z.literal(1),
  engine,
  kind: z.enum(SWEEP_KINDS),
  setup,
  search: sweptSearch,
  lengths: foldLengths,
  candidates: z.array(chosen),
  dataset,
  assumed,
  notModelled,
  walkForward: z.object({
    outOfSample,
    inSample: outOfSample.pick({ netUsdt: true, days: true, yearlyYield: true }),
    folds: z.array(
      z.object({
        train: timeWindow,
        test: timeWindow,
        chosen: z.int(),
        inSampleNetUsdt: z.number(),
        outOfSampleNetUsdt: z.number(),
      }),
    ),
    /** A run of a candidate on what a fold learns from. */
    trials: z.array(
      z.object({
        fold: z.int(),
        candidate: z.int(),
        netUsdt: z.number(),
        sharpe: z.number().optional(),
      }),
    ),
    overfitting: overfitting.optional(),
  }),
  /** Runs of the whole window; none of a walk-forward. */
  trials: z.array(z.object({ candidate: z.int(), sha256: z.string(), metrics })),
  overfitting: overfitting.optional(),
  tried: z.int(),
});
export type SweepDocumentV1 = z.output<typeof sweepDocumentV1>;
