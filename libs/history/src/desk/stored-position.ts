import type { LotSize } from '@fullcarry/domain/market/trading-rules';
import type { Leg, OrderPurpose } from '@fullcarry/domain/desk/trade/fill-price';
import { afterFill, NOTHING_TRADED, type LegTrade } from '@fullcarry/domain/desk/book/leg-trades';
import type { PositionLeg } from '@fullcarry/domain/desk/book/position-leg';
import type { Position } from '@fullcarry/domain/desk/book/position';
import type { StoredFill, StoredPositionLeg, StoredPositionRow } from './desk-rows.js';

/** A position as it is stored, and what its fills make of it. Without its payments: see desk-book.ts. */
export interface StoredPosition extends Position {
  /** Of the desk that holds it. */
  readonly exchange: string;
}

/** `fills`: of the position, in the order in which they were booked. */
export function storedPosition(
  row: StoredPositionRow,
  legs: readonly StoredPositionLeg[],
  fills: readonly StoredFill[],
): StoredPosition {
  const legOf = (name: Leg): PositionLeg => {
    const leg = legs.find((one) => one.leg === name);
    if (!leg) throw new Error(`Position ${row.id} has no ${name} leg`);
    const own = fills.filter((one) => one.leg === name).map(tradeOf);
    const traded = own.reduce((before, fill) => afterFill(leg, before, fill), NOTHING_TRADED);
    const { positionId: _id, leg: _leg, quantityStep: _step, ...rest } = leg;
    const { minQuantity: _quantity, minNotionalUsdt: _notional, ...kept } = rest;
    return { ...kept, ...traded, lot: lotOf(leg), payments: [] };
  };
  return { ...row, legs: { long: legOf('long'), short: legOf('short') } };
}

function tradeOf(fill: StoredFill): LegTrade {
  const { feeAmount, feeCoin, ...rest } = fill;
  return { ...rest, purpose: purposeOf(fill), fee: { amount: feeAmount, coin: feeCoin } };
}

/** Whoever buys opens a long leg and closes a short one. */
export function purposeOf({ side, leg }: Pick<StoredFill, 'side' | 'leg'>): OrderPurpose {
  return (side === 'buy') === (leg === 'long') ? 'open' : 'close';
}

function lotOf({
  quantityStep,
  minQuantity,
  minNotionalUsdt,
}: StoredPositionLeg): LotSize | undefined {
  if (quantityStep === undefined || minQuantity === undefined || minNotionalUsdt === undefined) {
    return undefined;
  }
  return { quantityStep, minQuantity, minNotionalUsdt };
}
