import { exact, plain } from './exact.js';

/** From when to when the short leg was held; the second is undefined while it is. By the exchange's clock. */
export interface HeldShort {
  readonly perpOpenedAtMs: number;
  readonly perpClosedAtMs: number | undefined;
}

/**
 * Returns whether a settlement is charged to a short: perpOpenedAtMs < settledAtMs ≤ perpClosedAtMs.
 *
 * Funding is charged to who holds at that instant, never for a part of the interval. At the very
 * millisecond of a settlement the exchange charges first and trades after: who sells then is not yet
 * charged, who buys back then still is. Source: docs/GLOSSARY.md, held.
 */
export function heldAt(short: HeldShort, settledAtMs: number): boolean {
  const { perpOpenedAtMs, perpClosedAtMs = Infinity } = short;
  return perpOpenedAtMs < settledAtMs && settledAtMs <= perpClosedAtMs;
}

/**
 * Returns what a short receives (positive) or pays (negative) at a settlement: rate × contracts × mark price.
 *
 * Units: USDT, exact. `rate`: settled, a fraction of notional, positive is paid by longs to shorts.
 */
export function shortFundingPayment(rate: string, contracts: string, markPrice: string): string {
  return plain(exact(rate).times(exact(contracts)).times(exact(markPrice)));
}
