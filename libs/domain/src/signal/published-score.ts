import type { SignalValues } from './market-signals.js';

/** How much each part counts in a score; together 1. */
export interface ScoreWeights {
  readonly level: number;
  readonly trend: number;
  readonly persistence: number;
  readonly basis: number;
}

/** Those of the published bot (Urftt/funding-rate-arbitrage, 2026-02). */
export const PUBLISHED_WEIGHTS: ScoreWeights = {
  level: 0.35,
  trend: 0.25,
  persistence: 0.25,
  basis: 0.15,
};

/** From these on a part counts in full, as there. */
const FULL_RATE = 0.003;
const FULL_RUN = 30;
const FULL_BASIS = 0.01;

/** A trend beyond this, fraction of notional, is rising or falling. */
const TREND = 0.00005;

/** Turnover of seven days ÷ that of the seven before, from which on it does not shrink. */
const LEAST_TURNOVER = 0.7;

/** What a score is made of, each 0 to 1. */
export interface Score {
  readonly score: number;
  readonly parts: ScoreWeights;
  /** Whether turnover shrinks: then nothing is entered. Undefined while that is not known. */
  readonly isShrinking: boolean | undefined;
}

/**
 * Returns the published bot's entry score, 0 to 1: level min(|rate| / 0.003, 1), trend 1, 0.5 or 0 as it rises, is stable or
 * falls, persistence min(run / 30, 1), basis min(|basis| / 0.01, 1).
 *
 * `rate`: of the next settlement; by the size of it, as there, whoever is paid. `basis`: (short − long) / long. Undefined where a
 * part is not known.
 */
export function publishedScore(
  { spanTrend, richRun, turnoverTrend }: SignalValues,
  { rate, basis }: { readonly rate: number; readonly basis: number | undefined },
  weights: ScoreWeights = PUBLISHED_WEIGHTS,
): Score | undefined {
  if (spanTrend === undefined || basis === undefined) return undefined;
  const parts: ScoreWeights = {
    level: Math.min(Math.abs(rate) / FULL_RATE, 1),
    trend: spanTrend > TREND ? 1 : spanTrend < -TREND ? 0 : 0.5,
    persistence: Math.min(richRun / FULL_RUN, 1),
    basis: Math.min(Math.abs(basis) / FULL_BASIS, 1),
  };
  const score =
    weights.level * parts.level +
    weights.trend * parts.trend +
    weights.persistence * parts.persistence +
    weights.basis * parts.basis;
  const isShrinking = turnoverTrend === undefined ? undefined : turnoverTrend + 1 < LEAST_TURNOVER;
  return { score, parts, isShrinking };
}
