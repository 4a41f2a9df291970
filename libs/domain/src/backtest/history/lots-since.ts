import type { QuantityRules } from '../../desk/decide/order-quantity.js';

/** Which quantities the markets of a pair took from an instant on, when that was published; undefined where it could not be read. */
export interface LotsSince {
  readonly sinceMs: number;
  readonly rules: QuantityRules | undefined;
}

/** Returns what had been published by an instant; undefined before anything was. `lots`: ascending. */
export function lotsAt(lots: readonly LotsSince[], nowMs: number): QuantityRules | undefined {
  return lots.findLast(({ sinceMs }) => sinceMs <= nowMs)?.rules;
}
