import { z } from 'zod';
import { deskSettings } from '../desk/desk-settings.js';
import { backtestAttribution, backtestTradeV1 } from './backtest-trade-v1.js';

const decimal = z.string();
/** A result of a backtest as it is stored: canonical JSON, named by its SHA-256. What is undefined is left out. */
export const backtestDocumentV1 = z.object({
  v: z.literal(1),
  engine: z.int(),
  setup: z.object({
    venue: z.string(),
    window: z.object({ fromMs: z.int(), toMs: z.int() }),
    startingEquityUsdt: decimal,
    settings: deskSettings,
    execution: z.object({
      cycleMs: z.int(),
      candleDelayMs: z.int(),
      settlementDelayMs: z.int(),
      decisionDelayMs: z.int(),
      legDelayCandles: z.int(),
    }),
    assume: z.array(z.string()),
  }),
  dataset: z.object({
    source: z.string(),
    timeframe: z.string(),
    symbols: z.array(z.string()),
    series: z.array(
      z.object({
        series: z.string(),
        rows: z.int(),
        confirmedEmpty: z.int(),
        beforeListing: z.int(),
        afterDelisting: z.int(),
        sha256: z.string(),
      }),
    ),
    sha256: z.string(),
  }),
  assumed: z.array(z.object({ name: z.string(), text: z.string() })),
  notModelled: z.array(z.string()),
  attribution: z.object(backtestAttribution),
  metrics: z.object({
    breakEvenHours: z.number().optional(),
    worstTradeUsdt: z.number().optional(),
    bestTradeUsdt: z.number().optional(),
    maxDrawdown: z.number(),
    netUsdt: z.number(),
    yearlyYield: z.number().optional(),
    yearlyYieldLow: z.number().optional(),
    yearlyYieldHigh: z.number().optional(),
    sharpe: z.number().optional(),
    probabilisticSharpe: z.number().optional(),
    trades: z.int(),
    wins: z.int(),
    meanHoldingHours: z.number().optional(),
    breakEvenCostBps: z.number().optional(),
  }),
  trades: z.array(backtestTradeV1),
  /** The equity at the end of each day. */
  daily: z.array(z.object({ atMs: z.int(), equityUsdt: decimal })),
  cycles: z.int(),
  failures: z.array(
    z.object({ atMs: z.int(), symbol: z.string(), action: z.string(), reason: z.string() }),
  ),
  passedBecause: z.record(z.string(), z.int()),
  pausedBecause: z.string().optional(),
});
export type BacktestDocumentV1 = z.output<typeof backtestDocumentV1>;
