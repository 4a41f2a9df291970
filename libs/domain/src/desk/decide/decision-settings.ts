import type { TradingCosts } from '../observe/round-trip-cost.js';

/**
 * By what the desk decides. Yields are fractions a year, basis points of notional, amounts USDT; each is described
 * where it is set (libs/contracts, desk-settings.ts).
 */
export interface DecisionSettings extends TradingCosts {
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
}
