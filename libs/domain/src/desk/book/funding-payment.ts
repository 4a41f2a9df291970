import { exact, plain, sumOf } from './exact.js';
import type { Leg, Purpose } from '../trade/fill-price.js';

/** A fill of a perpetual as far as settlements ask: contracts, exact; by the exchange's clock. */
export interface HeldBy {
  readonly purpose: Purpose;
  readonly quantity: string;
  readonly filledAtMs: number;
}

/**
 * Returns how many contracts were held at a settlement: all that was opened before its instant, without what was closed
 * before it. Exact, ≥ 0; 0 where it is not charged.
 *
 * Funding is charged to who holds at that instant, never for a part of the interval. At the very
 * millisecond of a settlement the exchange charges first and trades after: who sells then is not yet
 * charged, who buys back then still is. Source: docs/GLOSSARY.md, held.
 */
export function contractsHeldAt(fills: readonly HeldBy[], settledAtMs: number): string {
  const before = fills.filter(({ filledAtMs }) => filledAtMs < settledAtMs);
  const of = (purpose: Purpose) =>
    sumOf(before.filter((one) => one.purpose === purpose).map(({ quantity }) => quantity));
  return plain(of('open').minus(of('close')));
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
