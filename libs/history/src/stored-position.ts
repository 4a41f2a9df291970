import { exact, plain, sum } from '@fullcarry/domain/desk/exact';
import type { Leg } from '@fullcarry/domain/desk/fill-price';
import type { PositionLeg } from '@fullcarry/domain/desk/position-leg';
import type { Position } from '@fullcarry/domain/desk/position';
import type { StoredFill, StoredPositionLeg, StoredPositionRow } from './desk-rows.js';

/** A position as it is stored, and what its fills make of it. Without its payments: see desk-book.ts. */
export interface StoredPosition extends Position {
  /** Of the desk that holds it. */
  readonly exchange: string;
}

export function storedPosition(
  row: StoredPositionRow,
  legs: readonly StoredPositionLeg[],
  fills: readonly StoredFill[],
): StoredPosition {
  const legOf = (name: Leg): PositionLeg => {
    const leg = legs.find((one) => one.leg === name);
    if (!leg) throw new Error(`Position ${row.id} has no ${name} leg`);
    const own = fills.filter((one) => one.leg === name);
    const { positionId: _id, leg: _leg, ...kept } = leg;
    return { ...kept, ...traded(name, own), payments: [] };
  };
  return { ...row, legs: { long: legOf('long'), short: legOf('short') } };
}

/** What fills make of a leg: whoever buys opens a long one and closes a short one. */
function traded(name: Leg, fills: readonly StoredFill[]) {
  const isOpening = ({ side }: StoredFill) => (side === 'buy') === (name === 'long');
  const opening = fills.filter(isOpening);
  const closing = fills.filter((fill) => !isOpening(fill));
  const openedQuantity = quantityOf(opening);
  const closedQuantity = quantityOf(closing);
  const isOver = opening.length > 0 && openedQuantity === closedQuantity;
  return {
    openedQuantity,
    openedValueUsdt: valueOf(opening),
    closedQuantity,
    closedValueUsdt: valueOf(closing),
    openedAtMs: opening[0]?.filledAtMs,
    closedAtMs: isOver ? closing.at(-1)?.filledAtMs : undefined,
    feesUsdt: plain(sum(fills.map(({ feeUsdt }) => exact(feeUsdt)))),
  };
}

function quantityOf(fills: readonly StoredFill[]): string {
  return plain(sum(fills.map(({ quantity }) => exact(quantity))));
}

function valueOf(fills: readonly StoredFill[]): string {
  return plain(sum(fills.map(({ price, quantity }) => exact(price).times(exact(quantity)))));
}
