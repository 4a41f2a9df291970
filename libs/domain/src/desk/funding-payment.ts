import { exact, plain } from './exact.js';
import type { Leg } from './fill-price.js';

/** From when to when a perpetual was held; the second is undefined while it is. By the exchange's clock. */
export interface HeldPerpetual {
  readonly openedAtMs: number;
  readonly closedAtMs: number | undefined;
}

/**
 * Returns whether a settlement is charged: openedAtMs < settledAtMs ≤ closedAtMs.
 *
 * Funding is charged to who holds at that instant, never for a part of the interval. At the very
 * millisecond of a settlement the exchange charges first and trades after: who sells then is not yet
 * charged, who buys back then still is. Source: docs/GLOSSARY.md, held.
 */
export function heldAt(held: HeldPerpetual, settledAtMs: number): boolean {
  const { openedAtMs, closedAtMs = Infinity } = held;
  return openedAtMs < settledAtMs && settledAtMs <= closedAtMs;
}

/**
 * Returns what a short receives (positive) or pays (negative) at a settlement: rate × contracts × mark price.
 *
 * Units: USDT, exact. `rate`: settled, a fraction of notional, positive is paid by longs to shorts.
 */
export function shortFundingPayment(rate: string, contracts: string, markPrice: string): string {
  return plain(exact(rate).times(exact(contracts)).times(exact(markPrice)));
}

/** Returns what a leg receives (positive) or pays (negative): a long one pays what a short one receives. */
export function fundingPayment(
  leg: Leg,
  rate: string,
  contracts: string,
  markPrice: string,
): string {
  const received = shortFundingPayment(rate, contracts, markPrice);
  return leg === 'short' ? received : plain(exact(received).neg());
}
