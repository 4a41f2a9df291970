import type { TradingCosts } from '../observe/round-trip-cost.js';

/**
 * By what a market is entered and left: `threshold` by the yields of the outlook; `score` by the score of the published bot;
 * `carry` by the same yields, of a carry that is expected to go back in two speeds (two-speed-carry.ts).
 */
export const STRATEGIES = ['threshold', 'score', 'carry'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** How much is opened: `fixed`, the notional a market; `dynamic`, at most that, by conviction and within caps (size.ts). */
export const SIZINGS = ['fixed', 'dynamic'] as const;
export type Sizing = (typeof SIZINGS)[number];

/** Whether an observation has to have signals. */
export function asksForSignals({
  strategy,
  sizing,
}: Pick<DecisionSettings, 'strategy' | 'sizing'>): boolean {
  return strategy !== 'threshold' || sizing === 'dynamic';
}

/**
 * By what the desk decides. Yields are fractions a year, basis points of notional, amounts USDT; each is described
 * where it is set (libs/contracts, desk-settings.ts).
 */
export interface DecisionSettings extends TradingCosts {
  readonly strategy: Strategy;
  readonly entryScore: number;
  readonly exitScore: number;
  readonly entryNetYield: number;
  readonly minHoldingYield: number;
  readonly minSwitchYield: number;
  readonly holdingHours: number;
  readonly maxBreakEvenHours: number;
  readonly maxPaidBps: number;
  readonly restHours: number;
  readonly basisConvergence: number;
  readonly maxEntryBasis: number;
  readonly maxHeldBasis: number;
  readonly maxPriceMoveBps: number;
  readonly maxForcedMoveBps: number;
  readonly leaveBeforeEndHours: number;
  readonly minTurnoverUsdt24h: number;
  readonly notionalPerMarketUsdt: number;
  readonly maxNotionalTotalUsdt: number;
  readonly perpMarginShare: number;
  readonly minMarginShare: number;
  readonly maxDelta: number;
  readonly maxDrawdown: number;
  readonly sizing: Sizing;
  readonly maxNotionalPerAssetUsdt: number;
  readonly maxNotionalPerVenueUsdt: number;
  readonly maxTurnoverShare: number;
  readonly maxDepthShare: number;
  readonly maxTailLoss: number;
  readonly maxTailLossTotal: number;
  readonly betCorrelation: number;
  readonly minLiquidationDistance: number;
}
