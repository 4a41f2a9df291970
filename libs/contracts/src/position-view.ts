import type { DeskPosition, PositionState } from './desk-position-v1.js';
import { exact, plain } from '@fullcarry/domain/desk/exact';
import { deltaDrift, marginShare } from '@fullcarry/domain/desk/position-health';
import { basisOf } from '@fullcarry/domain/desk/pair-prices';
import {
  realised,
  shortNotional,
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
  readonly unitsPerContract: number;
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
    notionalUsdt: plain(shortNotional(position)),
    realisedUsdt: plain(realisedUsdt),
    unrealisedUsdt: plain(unrealisedUsdt),
    fundingUsdt: position.fundingUsdt,
    feesUsdt: position.feesUsdt,
    pnlUsdt: plain(pnl),
    settlementsBooked: position.settlementsBooked,
    deltaDrift: deltaDrift(position) ?? null,
    basis: basisNow(position) ?? null,
    entryBasis: entryBasis(position) ?? null,
    marginShare: marginShare(position) ?? null,
  };
}

/** At the last prices that the desk saw; undefined once a leg is closed. */
function basisNow(position: PositionRecord): number | undefined {
  const { spotExitPrice, perpExitPrice, spotPrice, perpMarkPrice, unitsPerContract } = position;
  if (spotExitPrice !== undefined || perpExitPrice !== undefined) return undefined;
  return basisOf({ spot: spotPrice, perp: perpMarkPrice, unitsPerContract });
}

function entryBasis(position: PositionRecord): number | undefined {
  const { spotEntryPrice: spot, perpEntryPrice: perp, unitsPerContract } = position;
  return basisOf({ spot, perp, unitsPerContract });
}
