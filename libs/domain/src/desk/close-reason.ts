import { percent, type Reason } from './verdict.js';

/** What is known of an open position when it is looked at. */
export interface HeldPosition {
  /** Why the history of its market is not trusted any more; undefined while it is. */
  readonly dataLost: Reason | undefined;
  /** The exchange says no rate or no spot price of its market any more. */
  readonly priced: boolean;
  readonly netYield: number | undefined;
  /** Settlements in a row, up to the last one booked, at which the position paid. */
  readonly wrongSignRun: number;
  readonly deltaDrift: number | undefined;
  readonly marginShare: number | undefined;
}

export interface CloseLimits {
  readonly exitNetYield: number;
  readonly maxWrongSignSettlements: number;
  readonly minMarginShare: number;
  readonly maxDeltaDrift: number;
}

/** Returns why a position must be closed, the most pressing reason first; undefined while it may stay. */
export function closeReason(held: HeldPosition, limits: CloseLimits): Reason | undefined {
  const { marginShare, deltaDrift, wrongSignRun, netYield } = held;
  if (marginShare !== undefined && marginShare < limits.minMarginShare) {
    return {
      code: 'margin-low',
      text: `${percent(marginShare)} of the short leg’s notional is left of its collateral, less than ${percent(limits.minMarginShare)}`,
    };
  }
  if (deltaDrift !== undefined && deltaDrift > limits.maxDeltaDrift) {
    return {
      code: 'delta-drift',
      text: `The legs’ notionals differ by ${percent(deltaDrift)}, more than ${percent(limits.maxDeltaDrift)}`,
    };
  }
  if (!held.priced) {
    return { code: 'no-rate', text: 'The exchange says no rate of this market any more' };
  }
  if (held.dataLost) return held.dataLost;
  if (wrongSignRun >= limits.maxWrongSignSettlements) {
    return {
      code: 'wrong-sign',
      text: `The position paid at the last ${wrongSignRun} settlements`,
    };
  }
  if (netYield !== undefined && netYield < limits.exitNetYield) {
    return {
      code: 'below-exit',
      text: `The net yield is ${percent(netYield)} a year, below the exit at ${percent(limits.exitNetYield)}`,
    };
  }
  return undefined;
}

/** Returns how many of the last payments, ascending, were paid (negative) without one that was not. */
export function wrongSignRun(amountsUsdt: readonly string[]): number {
  const lastEarned = amountsUsdt.findLastIndex((amount) => !amount.startsWith('-'));
  return amountsUsdt.length - 1 - lastEarned;
}
