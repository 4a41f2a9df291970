import Big from 'big.js';
import { exact, plain } from '../book/exact.js';
import type { Leg, OrderPurpose, Side } from './fill-price.js';
import { heldQuantity } from '../book/leg-trades.js';
import { isLegHeld, wasOpened, type PositionLeg } from '../book/position-leg.js';
import { coinsOf } from '../book/position-health.js';
import { LEGS } from '../book/position-money.js';
import type { Position } from '../book/position.js';
import { tradableQuantity } from './tradable-quantity.js';

/** An order that a position waits for. */
export interface NextLeg {
  readonly purpose: OrderPurpose;
  readonly leg: Leg;
  readonly side: Side;
  /** Exact, > 0. */
  readonly quantity: string;
}

/** What is left to be done with a position that is half opened or half closed. */
export type WorkLeft =
  /** Both legs answer each other, or nothing was traded yet: the thinner leg goes first, as a whole. */
  | { readonly kind: 'begin'; readonly next: NextLeg }
  /** A part of one leg stands alone: what mends it, what is meant first and what goes back after it. */
  | { readonly kind: 'mend'; readonly ways: readonly [NextLeg, ...NextLeg[]] }
  /** Coins are left that are too few for the market to take. */
  | { readonly kind: 'write-off'; readonly leg: Leg; readonly quantity: string };

/**
 * Returns what is left to be done; undefined where nothing is.
 *
 * The thinner leg is traded first, and the other one as far as the first one got: of it no more is tried, what its
 * market did not hold is not opened. What then stands alone is mended by the other leg, or by going back.
 */
export function workLeft(position: Position): WorkLeft | undefined {
  const { state, legs, first } = position;
  if (state !== 'opening' && state !== 'closing') return undefined;
  if (state === 'opening' && !LEGS.some((leg) => wasOpened(legs[leg]))) {
    const quantity = legs[first].targetQuantity;
    return { kind: 'begin', next: order('open', first, quantity) };
  }
  const [way, ...others] = mendingWays(position);
  if (way) return { kind: 'mend', ways: [way, ...others] };
  if (state === 'opening' && LEGS.every((leg) => isLegHeld(legs[leg]))) return undefined;
  const [next] = closings(position);
  if (next) return { kind: 'begin', next };
  const rest = LEGS.find((leg) => isLegHeld(legs[leg]));
  return rest && { kind: 'write-off', leg: rest, quantity: plain(heldQuantity(legs[rest])) };
}

/** Returns the order that is meant first; undefined where nothing is left but what no market takes. */
export function nextLeg(position: Position): NextLeg | undefined {
  const work = workLeft(position);
  if (work?.kind === 'mend') return work.ways[0];
  return work?.kind === 'begin' ? work.next : undefined;
}

/** Returns the orders that close what is held, the thinner leg first. */
export function closings({ legs, first }: Position): NextLeg[] {
  return [first, otherLeg(first)].flatMap((leg) => {
    const quantity = tradableQuantity(legs[leg], 'close', heldQuantity(legs[leg]));
    return quantity === undefined ? [] : [order('close', leg, quantity)];
  });
}

/**
 * Whether a part of one leg, as large as a market takes it, has no answer in the other while a position is opened or
 * closed: it follows the price. What may be left of an open one is a setting, maxDelta.
 */
export function isUnhedged(position: Position): boolean {
  return workLeft(position)?.kind === 'mend';
}

/** Whether anything of it was ever traded. */
export function wasTraded({ legs }: Pick<Position, 'legs'>): boolean {
  return wasOpened(legs.long) || wasOpened(legs.short);
}

export function otherLeg(leg: Leg): Leg {
  return leg === 'long' ? 'short' : 'long';
}

/**
 * What makes both legs as many coins again: more of the lesser one, or less of the greater one. Where a closing left less
 * than the greater one's step, more of the lesser one is closed first, so that whole steps are left.
 */
function mendingWays({ state, legs }: Position): NextLeg[] {
  const [long, short] = [coinsOf(legs.long), coinsOf(legs.short)];
  if (long.eq(short)) return [];
  const greater = long.gt(short) ? 'long' : 'short';
  const lesser = otherLeg(greater);
  const rest = long.minus(short).abs();
  const less = orders('close', greater, quantityOf(legs[greater], 'close', rest));
  const isOver = legs[lesser].isEndedByExchange;
  const more = isOver ? [] : orders('open', lesser, quantityOf(legs[lesser], 'open', rest));
  if (state === 'opening') return [...more, ...less];
  // What no market takes any more is not answered again: it is written off.
  const isDust = quantityOf(legs[greater], 'close', coinsOf(legs[greater])) === undefined;
  if (less.length > 0 || isDust) return [...less, ...(isDust ? [] : more)];
  if (more.length === 0) return [];
  const beyond = beyondSteps(coinsOf(legs[lesser]), legs[greater]);
  return [...orders('close', lesser, quantityOf(legs[lesser], 'close', beyond)), ...more];
}

/** How many coins are more than a whole number of steps in the market of a leg. */
function beyondSteps(coins: Big, { lot, unitsPerContract }: PositionLeg): Big {
  if (!lot) return new Big(0);
  const step = exact(lot.quantityStep).times(unitsPerContract);
  return coins.minus(coins.div(step).round(0, Big.roundDown).times(step));
}

function orders(purpose: OrderPurpose, leg: Leg, quantity: string | undefined): NextLeg[] {
  return quantity === undefined ? [] : [order(purpose, leg, quantity)];
}

function quantityOf(leg: PositionLeg, purpose: OrderPurpose, coins: Big): string | undefined {
  return tradableQuantity(leg, purpose, coins.div(leg.unitsPerContract));
}

function order(purpose: OrderPurpose, leg: Leg, quantity: string): NextLeg {
  const side = (purpose === 'open') === (leg === 'long') ? 'buy' : 'sell';
  return { purpose, leg, side, quantity: plain(exact(quantity)) };
}
