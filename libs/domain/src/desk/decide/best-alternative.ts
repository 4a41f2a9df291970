import type { DecisionSettings } from './decision-settings.js';
import { roomRefusal, type DeskRoom } from './entry-refusal.js';
import { pairBasis } from '../observe/pair-prices.js';
import { isHistoryKnown } from './exit-reason.js';
import type { MarketOutlook } from '../observe/market-outlook.js';
import type { SeenMarket } from '../observe/observation.js';
import { legValue } from '../book/position-leg.js';
import { LEGS, shortNotionalNumber } from '../book/position-money.js';
import type { Position } from '../book/position.js';

/** A market that would be opened, and that nothing but what is held leaves no room for. */
export interface Alternative {
  readonly market: SeenMarket;
  /** A year, after all four fills. */
  readonly netYield: number;
}

/** A position that is held, and what its market promises. */
export interface HeldOutlook {
  readonly position: Position;
  readonly market: SeenMarket;
  readonly outlook: MarketOutlook;
}

/**
 * Returns by how much an alternative is better than holding on, a fraction a year: its net yield less the holding yield.
 *
 * Both are against having the money free now. Holding on saves the two fills that leaving costs; the alternative pays
 * the two that enter it and the two that leave it: so of all six none is forgotten and none counted twice. What opening
 * the position cost is paid either way.
 */
export function switchGain({ holdingYield }: MarketOutlook, { netYield }: Alternative): number {
  return netYield - holdingYield;
}

/**
 * Returns which position is to be left for an alternative: of those that it is better than by `minSwitchYield` and that
 * make room for it, the one that holding on is worth least; undefined where there is none.
 *
 * `room`: what is left after all openings that have room.
 */
export function positionToLeave(
  held: readonly HeldOutlook[],
  alternative: Alternative,
  room: DeskRoom,
  settings: DecisionSettings,
): Position | undefined {
  const [worst] = held
    .filter(({ position, market }) => position.state === 'open' && isJudged(market))
    .filter(({ outlook }) => switchGain(outlook, alternative) >= settings.minSwitchYield)
    .filter(({ position }) => makesRoom(position, alternative, room, settings))
    .sort((a, b) => a.outlook.holdingYield - b.outlook.holdingYield);
  return worst?.position;
}

/** What is not known is never a reason to sell: see yieldReason. */
function isJudged({ prices, legs }: SeenMarket): boolean {
  return pairBasis(prices) !== undefined && isHistoryKnown(legs);
}

function makesRoom(
  position: Position,
  { market }: Alternative,
  room: DeskRoom,
  settings: DecisionSettings,
): boolean {
  const cashUsdt = new Map(room.cashUsdt);
  for (const name of LEGS) {
    const leg = position.legs[name];
    cashUsdt.set(leg.venue, (cashUsdt.get(leg.venue) ?? 0) + Number(legValue(name, leg)));
  }
  const exposureUsdt = room.exposureUsdt - shortNotionalNumber(position);
  return roomRefusal(market, { ...room, exposureUsdt, cashUsdt }, settings) === undefined;
}
