import type { DeskLeg, DeskPosition } from '../facts/desk-position-v1.js';
import { exact, plain } from '@fullcarry/domain/desk/book/exact';
import type { Leg } from '@fullcarry/domain/desk/trade/fill-price';
import { liquidationPrice } from '@fullcarry/domain/desk/margin/liquidation';
import { leverageTiers } from '@fullcarry/domain/desk/margin/maintenance-tiers';
import { heldQuantity } from '@fullcarry/domain/desk/book/leg-trades';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import {
  deltaDrift,
  legMarginShare,
  marginShare,
} from '@fullcarry/domain/desk/book/position-health';
import { pairBasis } from '@fullcarry/domain/desk/observe/pair-prices';
import {
  entryPrice,
  exitPrice,
  isLegHeld,
  type PositionLeg,
} from '@fullcarry/domain/desk/book/position-leg';
import {
  feesOf,
  fundingOf,
  LEGS,
  realised,
  shortNotional,
  unrealised,
} from '@fullcarry/domain/desk/book/position-money';
import type { Position } from '@fullcarry/domain/desk/book/position';

/** A stored position as it travels, with its profit and loss at the last prices that the desk saw. */
export function positionView(position: Position): DeskPosition {
  const { long, short } = position.legs;
  const realisedUsdt = realised(position);
  const unrealisedUsdt = unrealised(position);
  const fundingUsdt = fundingOf(position);
  const feesUsdt = feesOf(position);
  return {
    id: position.id,
    symbol: pairName(position.legs),
    nativeId: short.nativeId,
    state: position.state,
    quantity: plain(exact(long.targetQuantity).times(long.unitsPerContract)),
    openedAtMs: position.openedAtMs,
    closedAtMs: position.closedAtMs ?? null,
    openReason: position.openReason,
    closeReason: position.closeReason ?? null,
    spotEntryPrice: entryPrice(long) ?? null,
    perpEntryPrice: entryPrice(short) ?? null,
    spotPrice: priceOf(long),
    perpMarkPrice: priceOf(short),
    notionalUsdt: plain(shortNotional(position)),
    realisedUsdt: plain(realisedUsdt),
    unrealisedUsdt: plain(unrealisedUsdt),
    fundingUsdt: plain(fundingUsdt),
    feesUsdt: plain(feesUsdt),
    pnlUsdt: plain(realisedUsdt.plus(unrealisedUsdt).plus(fundingUsdt).minus(feesUsdt)),
    settlementsBooked: long.settlementsBooked + short.settlementsBooked,
    deltaDrift: deltaDrift(position) ?? null,
    basis: basisNow(position) ?? null,
    entryBasis: entryBasis(position) ?? null,
    marginShare: marginShare(position) ?? null,
    legs: LEGS.map((leg) => legView(leg, position.legs[leg])),
  };
}

function legView(name: Leg, leg: PositionLeg): DeskLeg {
  const { venue, instrument, symbol, nativeId, unitsPerContract, price } = leg;
  const { fundingUsdt, feesUsdt, collateralUsdt } = leg;
  const held = heldQuantity(leg);
  return {
    ...{ leg: name, venue, instrument, symbol, nativeId, unitsPerContract },
    quantity: plain(name === 'long' ? held : held.neg()),
    entryPrice: entryPrice(leg) ?? null,
    ...{ price, fundingUsdt, feesUsdt, collateralUsdt },
    marginShare: legMarginShare(name, leg) ?? null,
    liquidationPrice: liquidatedAt(name, leg) ?? null,
  };
}

function liquidatedAt(side: Leg, leg: PositionLeg): string | undefined {
  const entry = entryPrice(leg);
  if (leg.instrument === 'spot' || entry === undefined || !isLegHeld(leg)) return undefined;
  const quantity = plain(heldQuantity(leg));
  const { collateralUsdt, venue } = leg;
  return liquidationPrice(
    { side, quantity, entryPrice: entry, collateralUsdt },
    leverageTiers(venue),
  );
}

/** At which it was closed, else now. */
function priceOf(leg: PositionLeg): string {
  const exit = exitPrice(leg);
  return exit !== undefined && !isLegHeld(leg) ? exit : leg.price;
}

/** At the last prices that the desk saw; undefined once a leg is closed. */
function basisNow({ legs: { long, short } }: Position): number | undefined {
  if (long.closedAtMs !== undefined || short.closedAtMs !== undefined) return undefined;
  return pairBasis({ long: long.price, short: short.price, unitsPerContract: ratio(long, short) });
}

function entryBasis({ legs: { long, short } }: Position): number | undefined {
  const [longPrice, shortPrice] = [entryPrice(long), entryPrice(short)];
  return pairBasis({ long: longPrice, short: shortPrice, unitsPerContract: ratio(long, short) });
}

/** How many of the long leg one of the short stands for. */
function ratio(long: PositionLeg, short: PositionLeg): number {
  return short.unitsPerContract / long.unitsPerContract;
}
