import type { MarketOutlook } from './market-outlook.js';
import { percent, usdt, type Reason } from './verdict.js';

/** What is known of a market that the desk holds no position in. */
export interface Candidate {
  /** Why its history is not proven up to now; undefined when it is. */
  readonly unproven: Reason | undefined;
  /** Undefined where there is no spot counterpart. */
  readonly basis: number | undefined;
  readonly turnoverUsdt24h: number;
  readonly outlook: MarketOutlook;
  /** Until when it stays closed after its last position; undefined when none was closed lately. */
  readonly restsUntilMs: number | undefined;
}

/** What the desk has and may, when the market's turn comes. */
export interface DeskRoom {
  readonly nowMs: number;
  /** Why the desk opens nothing at all. */
  readonly closedBecause: Reason | undefined;
  readonly exposureUsdt: number;
  readonly cashUsdt: number;
}

export interface OpenLimits {
  readonly entryNetYield: number;
  readonly maxBreakEvenSettlements: number;
  readonly minTurnoverUsdt24h: number;
  readonly notionalPerMarketUsdt: number;
  readonly maxNotionalTotalUsdt: number;
  readonly perpMarginShare: number;
}

/**
 * Above this the two prices are hardly of the same coin, or one of the markets stands still: a counterpart
 * is found by its name, and a name is a claim.
 */
export const WIDEST_BASIS = 0.05;

/** Fees and slippage may come on top of the notional of both legs. */
const CASH_RESERVE = 1.02;

/** Returns the one reason why nothing is opened here; undefined when the market is to be opened. */
export function openRefusal(
  candidate: Candidate,
  limits: OpenLimits,
  room: DeskRoom,
): Reason | undefined {
  return marketRefusal(candidate, limits, room.nowMs) ?? roomRefusal(limits, room);
}

function marketRefusal(
  candidate: Candidate,
  limits: OpenLimits,
  nowMs: number,
): Reason | undefined {
  const { basis, outlook, turnoverUsdt24h, restsUntilMs } = candidate;
  if (basis === undefined) {
    return { code: 'no-spot', text: 'The exchange trades no spot market to hold against it' };
  }
  if (Math.abs(basis) > WIDEST_BASIS) {
    return {
      code: 'prices-apart',
      text: `Perpetual and spot are ${percent(Math.abs(basis))} apart: hardly the same coin`,
    };
  }
  if (candidate.unproven) return candidate.unproven;
  if (turnoverUsdt24h < limits.minTurnoverUsdt24h) {
    return {
      code: 'low-turnover',
      text: `The turnover of 24 h is ${usdt(turnoverUsdt24h)}, below ${usdt(limits.minTurnoverUsdt24h)}`,
    };
  }
  if (outlook.breakEvenSettlements === Infinity) {
    return { code: 'not-earning', text: 'A short is not paid by the predicted rate' };
  }
  if (outlook.netYield < limits.entryNetYield) {
    return {
      code: 'below-entry',
      text: `The net yield is ${percent(outlook.netYield)} a year, below the entry at ${percent(limits.entryNetYield)}`,
    };
  }
  if (outlook.breakEvenSettlements > limits.maxBreakEvenSettlements) {
    return {
      code: 'break-even-late',
      text: `It takes ${outlook.breakEvenSettlements.toFixed(1)} settlements to earn the costs back, more than ${limits.maxBreakEvenSettlements}`,
    };
  }
  if (restsUntilMs !== undefined && nowMs < restsUntilMs) {
    return {
      code: 'closed-lately',
      text: `Its last position was closed lately; it rests until ${new Date(restsUntilMs).toISOString()}`,
    };
  }
  return undefined;
}

function roomRefusal(limits: OpenLimits, room: DeskRoom): Reason | undefined {
  if (room.closedBecause) return room.closedBecause;
  const { notionalPerMarketUsdt, maxNotionalTotalUsdt, perpMarginShare } = limits;
  if (room.exposureUsdt + notionalPerMarketUsdt > maxNotionalTotalUsdt) {
    return {
      code: 'exposure-full',
      text: `${usdt(room.exposureUsdt)} of ${usdt(maxNotionalTotalUsdt)} are in use; another ${usdt(notionalPerMarketUsdt)} would be too much`,
    };
  }
  const needed = notionalPerMarketUsdt * (1 + perpMarginShare) * CASH_RESERVE;
  if (needed > room.cashUsdt) {
    return {
      code: 'cash-short',
      text: `Both legs take ${usdt(needed)}; ${usdt(room.cashUsdt)} are there`,
    };
  }
  return undefined;
}
