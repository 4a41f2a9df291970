import type { DeskPositionChange } from '@fullcarry/contracts/facts/desk-position-v1';
import type { Position } from '@fullcarry/domain/desk/book/position';
import { positionView } from '@fullcarry/contracts/desk/position-view';
import type { Exchange } from '@fullcarry/exchange/exchange';

/** A change of a position as it is published. */
export function positionChange(
  exchange: Exchange,
  position: Position,
  change: DeskPositionChange['change'],
): DeskPositionChange {
  return {
    v: 1,
    atMs: changedAtMs(position, change),
    exchange: exchange.id,
    source: exchange.source(),
    change,
    position: positionView(position),
  };
}

function changedAtMs(position: Position, change: DeskPositionChange['change']): number {
  const { openedAtMs, closedAtMs, legs } = position;
  const bookedToMs = legs.short.fundingBookedToMs ?? legs.long.fundingBookedToMs;
  return (change === 'funding' ? bookedToMs : closedAtMs) ?? legs.short.openedAtMs ?? openedAtMs;
}
