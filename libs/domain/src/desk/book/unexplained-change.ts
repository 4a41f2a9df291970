import Big from 'big.js';
import { exact } from './exact.js';
import { allCash, type Book, type LedgerEvent } from './ledger-event.js';
import type { PositionLeg } from './position-leg.js';
import { feesOf, fundingOf, LEGS, legsValue, realised, unrealised } from './position-money.js';
import type { Position } from './position.js';

/** By how much cash and the touched position's legs changed, without what the position earned and what people explained. */
export function unexplainedChange(before: Book, after: Book, event: LedgerEvent): Big {
  const [was, is] = [before, after].map((one) => one.positions.get(touched(event)));
  const cash = uncorrected(after).minus(uncorrected(before));
  // Legs that did not trade are worth, and earned by their prices, what they did: it cancels out.
  const legs =
    was && is && isUntraded(was, is) ? new Big(0) : legsUnearned(is).minus(legsUnearned(was));
  return cash.plus(legs).minus(fundingIn(is)).plus(fundingIn(was));
}

function uncorrected(book: Book): Big {
  return exact(allCash(book)).minus(exact(book.correctionsUsdt));
}

/** What the legs are worth, without what their prices earned and with what their fees cost. */
function legsUnearned(position: Position | undefined): Big {
  if (!position) return new Big(0);
  return legsValue(position)
    .minus(realised(position))
    .minus(unrealised(position))
    .plus(feesOf(position));
}

function fundingIn(position: Position | undefined): Big {
  return position ? fundingOf(position) : new Big(0);
}

/** All that the value of a leg, what its prices earned and its fees depend on. */
const TRADED = [
  ...(['instrument', 'price', 'collateralUsdt', 'feesUsdt'] as const),
  ...(['openedQuantity', 'openedValueUsdt'] as const),
  ...(['closedQuantity', 'closedValueUsdt', 'closedCostUsdt'] as const),
] as const satisfies readonly (keyof PositionLeg)[];

function isUntraded({ legs: was }: Position, { legs: is }: Position): boolean {
  return LEGS.every(
    (name) => was[name] === is[name] || TRADED.every((key) => was[name][key] === is[name][key]),
  );
}

function touched(event: LedgerEvent): number {
  if (event.kind === 'corrected') return -1;
  if (event.kind === 'intended') return event.position.id;
  return event.kind === 'filled' ? event.fills[0].positionId : event.positionId;
}
