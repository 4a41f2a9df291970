import type { DeskPosition, PositionState } from './desk-position-v1.js';
import { exact, plain } from '@fullcarry/domain/desk/exact';
import { deltaDrift, marginShare } from '@fullcarry/domain/desk/position-health';
import {
  perpNotional,
  realised,
  unrealised,
  type PositionMoney,
} from '@fullcarry/domain/desk/position-money';

/** A position as it is kept: undefined is unknown. */
export interface PositionRecord extends PositionMoney {
  readonly id: number;
  readonly symbol: string;
  readonly nativeId: string;
  readonly state: PositionState;
  readonly openedAtMs: number;
  readonly closedAtMs: number | undefined;
  readonly openReason: string;
  readonly closeReason: string | undefined;
  readonly settlementsBooked: number;
}

/** A stored position as it travels, with its profit and loss at the last prices that the desk saw. */
export function positionView(position: PositionRecord): DeskPosition {
  const realisedUsdt = realised(position);
  const unrealisedUsdt = unrealised(position);
  const pnl = realisedUsdt
    .plus(unrealisedUsdt)
    .plus(exact(position.fundingUsdt))
    .minus(exact(position.feesUsdt));
  return {
    id: position.id,
    symbol: position.symbol,
    nativeId: position.nativeId,
    state: position.state,
    quantity: position.quantity,
    openedAtMs: position.openedAtMs,
    closedAtMs: position.closedAtMs ?? null,
    openReason: position.openReason,
    closeReason: position.closeReason ?? null,
    spotEntryPrice: position.spotEntryPrice ?? null,
    perpEntryPrice: position.perpEntryPrice ?? null,
    spotPrice: position.spotExitPrice ?? position.spotPrice,
    perpMarkPrice: position.perpExitPrice ?? position.perpMarkPrice,
    notionalUsdt: positionNotional(position),
    realisedUsdt: plain(realisedUsdt),
    unrealisedUsdt: plain(unrealisedUsdt),
    fundingUsdt: position.fundingUsdt,
    feesUsdt: position.feesUsdt,
    pnlUsdt: plain(pnl),
    settlementsBooked: position.settlementsBooked,
    deltaDrift: deltaDrift(position) ?? null,
    marginShare: marginShare(position) ?? null,
  };
}

/** Of the short leg, USDT, exact: at its mark price while it is held, else at its entry or as it is meant to be. */
export function positionNotional(position: PositionRecord): string {
  const held = perpNotional(position);
  if (held.gt(0)) return plain(held);
  const price = exact(position.perpEntryPrice ?? position.perpMarkPrice);
  return plain(price.times(exact(position.contracts)));
}
