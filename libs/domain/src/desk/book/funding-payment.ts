import { exact, plain, sumOf } from './exact.js';
import type { PositionLeg } from './position-leg.js';
import type { Leg, OrderPurpose } from '../trade/fill-price.js';

/** A fill of a perpetual as far as settlements ask: contracts, exact; by the exchange's clock. */
export interface HeldBy {
  readonly purpose: OrderPurpose;
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
  const of = (purpose: OrderPurpose) =>
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

/** A settlement that is certain, and the price at its instant. */
export interface PricedSettlement {
  readonly settledAtMs: number;
  /** Fraction of notional, exact; positive is paid by longs to shorts. */
  readonly rate: string;
  /** USDT a contract, exact. */
  readonly markPrice: string;
}

/** What a leg is booked for a settlement: of as many contracts as were held at that instant. USDT, exact. */
export interface SettlementPayment extends PricedSettlement {
  readonly contracts: string;
  readonly amountUsdt: string;
}

/** Returns the payment of a leg at a settlement; undefined where none of it was held. */
export function settlementPayment<Settled extends PricedSettlement>(
  leg: Leg,
  settlement: Settled,
  held: readonly HeldBy[],
): (Settled & SettlementPayment) | undefined {
  const { settledAtMs, rate, markPrice } = settlement;
  const contracts = contractsHeldAt(held, settledAtMs);
  if (contracts === '0') return undefined;
  return { ...settlement, contracts, amountUsdt: fundingPayment(leg, rate, contracts, markPrice) };
}

/**
 * Returns between which instants, both included, the settlements of a leg are still to be booked; undefined where there
 * is none, or nothing was opened.
 */
export function settlementsToBook(
  leg: Pick<PositionLeg, 'openedAtMs' | 'closedAtMs' | 'fundingBookedToMs'>,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } | undefined {
  const { openedAtMs, closedAtMs, fundingBookedToMs } = leg;
  if (openedAtMs === undefined) return undefined;
  const fromMs = (fundingBookedToMs ?? openedAtMs) + 1;
  const toMs = closedAtMs ?? nowMs;
  return toMs < fromMs ? undefined : { fromMs, toMs };
}
