import type { Book } from '../../desk/book/ledger-event.js';
import type { PositionLeg } from '../../desk/book/position-leg.js';
import { heldPerpetuals } from '../../desk/book/position-money.js';
import { isHeld } from '../../desk/book/position.js';
import { heldName, type Observation } from '../../desk/observe/observation.js';
import type { Leg } from '../../desk/trade/fill-price.js';

/** How little was left of the margins of positions, at the worst prices that candles had while they were held. */
export class MarginPath {
  private readonly lowest = new Map<number, number>();

  look({ positions }: Book, { ranges }: Observation): void {
    for (const position of positions.values()) {
      if (!isHeld(position)) continue;
      for (const [name, leg] of heldPerpetuals(position)) {
        const range = ranges.get(heldName(position, name));
        if (!range) continue;
        const worst = Number(name === 'short' ? range.highPrice : range.lowPrice);
        const before = this.lowest.get(position.id) ?? Infinity;
        this.lowest.set(position.id, Math.min(before, shareAt(name, leg, worst)));
      }
    }
  }

  /** (collateral + what it had earned) ÷ notional, a fraction; undefined before a candle closed. */
  lowestShare(positionId: number): number | undefined {
    return this.lowest.get(positionId);
  }
}

/** As legMarginShare, at another price and in doubles: nothing is booked by it. */
function shareAt(name: Leg, leg: PositionLeg, price: number): number {
  const held = Number(leg.openedQuantity) - Number(leg.closedQuantity);
  const cost = Number(leg.openedValueUsdt) - Number(leg.closedCostUsdt);
  const earned = name === 'short' ? cost - held * price : held * price - cost;
  return (Number(leg.collateralUsdt) + earned) / (held * price);
}
