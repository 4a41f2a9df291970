import Big from 'big.js';
import type { DecisionSettings } from './decision-settings.js';
import { exact, sum } from '../book/exact.js';
import type { Leg } from '../trade/fill-price.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import { leverageTiers, maintenanceShare } from '../margin/maintenance-tiers.js';
import { scoreReason } from './market-score.js';
import type { SeenMarket } from '../observe/observation.js';
import { pairBasis } from '../observe/pair-prices.js';
import {
  ABOUT,
  aboutDeltaDrift,
  aboutMarginShare,
  deltaDrift,
  legMarginShare,
} from '../book/position-health.js';
import { legNotional, type BookPayment, type PositionLeg } from '../book/position-leg.js';
import { shortNotionalNumber } from '../book/position-money.js';
import type { Position } from '../book/position.js';
import { percent, type Reason } from './verdict.js';
import { HOUR_MS } from '../../time-window.js';

/** Why a position is closed. `isPressing`: it can't wait for a better price. */
export type ExitReason = Reason & { readonly isPressing: boolean };

/**
 * Returns why a position is closed, the most pressing reason first; undefined while it stays. A margin that is low is
 * judged apart (marginReason): cash may be added to it.
 *
 * Each reason stands on something that was seen. What was not seen (a price, a proof, the market itself) is never
 * one: it would sell a position because of a missing row.
 */
export function exitReason(
  position: Position,
  market: SeenMarket,
  outlook: MarketOutlook,
  settings: DecisionSettings,
  nowMs: number,
): ExitReason | undefined {
  return (
    endReason(market, settings, nowMs) ??
    deltaReason(position, settings) ??
    basisReason(market, settings) ??
    paidReason(position, settings) ??
    yieldReason(market, outlook, settings)
  );
}

function endReason(
  { endsAtMs }: SeenMarket,
  { leaveBeforeEndHours }: DecisionSettings,
  nowMs: number,
): ExitReason | undefined {
  if (endsAtMs === undefined || nowMs < endsAtMs - leaveBeforeEndHours * HOUR_MS) return undefined;
  const text = `The exchange ends this market at ${new Date(endsAtMs).toISOString()}`;
  return { code: 'delisting', text, isPressing: true };
}

/** So many times what the exchange wants to be left is never waited for. */
const MAINTENANCE_DISTANCE = 1.5;

/** Returns why a perpetual's margin is too low at its mark price; undefined while it is not. */
export function marginReason(
  name: Leg,
  leg: PositionLeg,
  { minMarginShare }: DecisionSettings,
): ExitReason | undefined {
  const leastOf = (notionalUsdt: number) => {
    const maintained = maintenanceShare(notionalUsdt, leverageTiers(leg.venue));
    return Math.max(minMarginShare, MAINTENANCE_DISTANCE * maintained);
  };
  const about = aboutMarginShare(name, leg, Number(leg.price));
  if (about.share > leastOf(about.notionalUsdt) + ABOUT) return undefined;
  const left = legMarginShare(name, leg);
  const least = leastOf(Number(legNotional(leg)));
  if (left === undefined || left >= least) return undefined;
  return {
    code: 'margin-low',
    text: `${percent(left)} of the ${name} leg’s notional is left of its collateral, less than ${percent(least)}`,
    isPressing: true,
  };
}

function deltaReason(position: Position, { maxDelta }: DecisionSettings): ExitReason | undefined {
  if (aboutDeltaDrift(position) < maxDelta - ABOUT) return undefined;
  const delta = deltaDrift(position);
  if (delta === undefined || delta <= maxDelta) return undefined;
  return {
    code: 'delta',
    text: `The legs’ quantities differ by ${percent(delta)}, more than ${percent(maxDelta)}`,
    isPressing: true,
  };
}

function basisReason(
  { prices }: SeenMarket,
  { maxHeldBasis }: DecisionSettings,
): ExitReason | undefined {
  const basis = pairBasis(prices);
  if (basis === undefined || Math.abs(basis) <= maxHeldBasis) return undefined;
  return {
    code: 'basis',
    text: `The legs’ prices are ${percent(Math.abs(basis))} apart, more than ${percent(maxHeldBasis)}`,
    isPressing: false,
  };
}

function paidReason(position: Position, { maxPaidBps }: DecisionSettings): ExitReason | undefined {
  const paidBps = paidSinceEarnedBps(position);
  if (paidBps <= maxPaidBps) return undefined;
  return {
    code: 'wrong-sign',
    text: `The position paid ${paidBps.toFixed(1)} bp since it last earned, more than ${maxPaidBps} bp`,
    isPressing: false,
  };
}

function yieldReason(
  market: SeenMarket,
  { holdingYield }: MarketOutlook,
  settings: DecisionSettings,
): ExitReason | undefined {
  const { prices, legs } = market;
  const { minHoldingYield } = settings;
  // Without both prices or its history it would be another figure: one predicted rate, taken to last for ever.
  if (pairBasis(prices) === undefined || !isHistoryKnown(legs)) return undefined;
  if (settings.strategy === 'score') {
    const reason = scoreReason(market, settings);
    return reason && { ...reason, isPressing: false };
  }
  if (holdingYield >= minHoldingYield) return undefined;
  return {
    code: 'below-exit',
    text: `Holding on is worth ${percent(holdingYield)} a year against leaving now, less than ${percent(minHoldingYield)}`,
    isPressing: false,
  };
}

/** Whether of each perpetual of a pair is known how long its carry lasts. */
export function isHistoryKnown({ long, short }: SeenMarket['legs']): boolean {
  return [long, short].every((leg) => !leg?.funding || leg.funding.persistence !== undefined);
}

function paidSinceEarned(payments: readonly BookPayment[]): Big {
  const lastEarned = payments.findLastIndex(({ amountUsdt }) => !amountUsdt.startsWith('-'));
  return sum(payments.slice(lastEarned + 1).map(({ amountUsdt }) => exact(amountUsdt)));
}

/** Two streams by two schedules: what is gone of the most that both together had ever earned, ≤ 0. */
function lostFromHighest({ legs }: Position): Big {
  const payments = [...legs.long.payments, ...legs.short.payments].sort(
    (a, b) => a.settledAtMs - b.settledAtMs,
  );
  let [total, highest] = [new Big(0), new Big(0)];
  payments.forEach(({ settledAtMs, amountUsdt }, i) => {
    total = total.plus(exact(amountUsdt));
    // What both are charged at one instant is one amount.
    if (payments[i + 1]?.settledAtMs !== settledAtMs && total.gt(highest)) highest = total;
  });
  return total.minus(highest);
}

/**
 * Returns what a position paid since its last settlement that was not paid, or, where both legs are charged, since
 * they had earned most together: bp of the short's notional now, ≥ 0.
 */
function paidSinceEarnedBps(position: Position): number {
  const { long, short } = position.legs;
  const paid =
    long.payments.length > 0 ? lostFromHighest(position) : paidSinceEarned(short.payments);
  return paid.eq(0) ? 0 : (-Number(paid) / shortNotionalNumber(position)) * 10_000;
}
