import type { Book } from '../../desk/book/ledger-event.js';
import { aboutMarginShare } from '../../desk/book/position-health.js';
import { heldPerpetuals } from '../../desk/book/position-money.js';
import { isHeld } from '../../desk/book/position.js';
import { heldName, type Observation } from '../../desk/observe/observation.js';

/** How little was left of the margins of positions, at the worst prices that candles had while they were held. */
export class MarginPath {
  private readonly lowest = new Map<number, number>();

  observe({ positions }: Book, { ranges }: Observation): void {
    for (const position of positions.values()) {
      if (!isHeld(position)) continue;
      for (const [name, leg] of heldPerpetuals(position)) {
        const range = ranges.get(heldName(position, name));
        if (!range) continue;
        const worst = Number(name === 'short' ? range.highPrice : range.lowPrice);
        const before = this.lowest.get(position.id) ?? Infinity;
        const { share } = aboutMarginShare(name, leg, worst);
        this.lowest.set(position.id, Math.min(before, share));
      }
    }
  }

  /** (collateral + what it had earned) ÷ notional, a fraction; undefined before a candle closed. */
  lowestShare(positionId: number): number | undefined {
    return this.lowest.get(positionId);
  }
}
