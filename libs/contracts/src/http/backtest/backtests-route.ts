import { z } from 'zod';
import { backtestDocumentV1 } from '../../backtest/backtest-document-v1.js';
import { BACKTEST_PRESET_NAMES } from '../../backtest/backtest-presets.js';
import { count, epochMs, settingValue, sha256, source, timeWindow } from '../../values.js';
import type { HttpRoute } from '../http-route.js';
import { wholeNumberText } from '../query-values.js';

/** A whole hash, or as much of its beginning as names one result. */
export const hashText = z
  .string()
  .regex(/^[0-9a-fA-F]{4,64}$/, 'allowed are the first 4 to 64 hex digits of a result’s hash')
  .transform((text) => text.toLowerCase());

/** Why a result can't be had again: rows that it rests on are not what they were, or another engine made it. */
export const stale = z.object({
  text: z.string(),
  /** Whose rows; empty where it is not the rows. */
  series: z.array(z.string()),
});
export type StaleBacktest = z.output<typeof stale>;

/** A result without its trades. */
export const backtestSummary = z.object({
  sha256,
  /** When it was first made. */
  createdAtMs: epochMs,
  venue: z.string(),
  source,
  timeframe: z.string(),
  window: timeWindow,
  symbols: z.array(z.string()),
  startingEquityUsdt: z.string(),
  /** Short names of what is assumed although it is not stored. */
  assumed: z.array(z.string()),
  /** The preset that the settings are nearest to, and what was set otherwise: `usual` is the preset's. */
  preset: z.enum(BACKTEST_PRESET_NAMES),
  changed: z.array(z.object({ name: z.string(), value: settingValue, usual: settingValue })),
  legDelayCandles: count,
  metrics: backtestDocumentV1.shape.metrics,
  /** Null while running it again would read the same rows with the same engine. */
  stale: stale.nullable(),
});
export type BacktestSummary = z.output<typeof backtestSummary>;

export const BacktestsRoute = {
  method: 'get',
  path: '/api/backtests',
  topic: 'backtests',
  summary: 'The stored results of backtests without their trades, the newest first',
  query: z.strictObject({
    hash: hashText.optional().describe('only those whose hash begins so'),
    limit: wholeNumberText({ min: 1, max: 100 }).default(20),
    offset: wholeNumberText({ min: 0, max: 1_000_000 }).default(0),
  }),
  reply: z.object({ total: count, backtests: z.array(backtestSummary) }),
} as const satisfies HttpRoute;
