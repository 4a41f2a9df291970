import type { Action } from '../decide/action.js';
import type { ExitReason } from '../decide/exit-reason.js';
import { compare, plain } from '../book/exact.js';
import type { Leg } from '../trade/fill-price.js';
import {
  bankruptcyPrice,
  isMet,
  liquidationPrice,
  type PriceRange,
} from '../margin/liquidation.js';
import { leverageTiers, maintenanceShare } from '../margin/maintenance-tiers.js';
import { heldName, legName, type Observation } from '../observe/observation.js';
import { heldQuantity } from '../book/leg-trades.js';
import { aboutMarginShare } from '../book/position-health.js';
import { entryPrice, isLegHeld, type PositionLeg } from '../book/position-leg.js';
import { heldPerpetuals } from '../book/position-money.js';
import type { Position } from '../book/position.js';

export type Settling = Action & { readonly kind: 'settle' };

/**
 * Returns what the exchanges did with a position's perpetuals without being asked: took one over, because its margin
 * was gone at a price that was met since the last observation, or delivered it, because its market ended.
 *
 * The price of a delivery is the last mark that was seen: what the exchange took is not published by its public answers.
 */
export function settledByExchange(seen: Observation, position: Position): Settling[] {
  return heldPerpetuals(position).flatMap(([name, leg]) => {
    const settling =
      liquidated(seen, position, name, leg) ?? delivered(seen.ended, position, name, leg);
    return settling ? [settling] : [];
  });
}

function liquidated(
  seen: Observation,
  position: Position,
  name: Leg,
  leg: PositionLeg,
): Settling | undefined {
  const range = metPrices(seen, heldName(position, name), leg);
  const takenOver = range && takenOverAt(name, leg, range);
  if (!takenOver) return undefined;
  return {
    ...{ kind: 'settle', position, leg: name, how: 'liquidated', price: takenOver.price },
    met: range,
    atMs: Math.min(range.toMs, seen.nowMs),
    reason: pressing('liquidated', takenOver.text),
  };
}

/**
 * Returns at which price a perpetual is booked that the exchange took over because of prices that were met, and why;
 * undefined where it still has it.
 */
export function takenOverAt(
  side: Leg,
  leg: PositionLeg,
  met: Pick<PriceRange, 'highPrice' | 'lowPrice'>,
): { readonly price: string; readonly text: string } | undefined {
  if (leg.instrument === 'spot' || isClearlyKept(side, leg, met)) return undefined;
  const margin = marginOf(side, leg);
  if (!margin || !isMet(side, met, margin.liquidationPrice)) return undefined;
  const worst = side === 'short' ? met.highPrice : met.lowPrice;
  const text = `The price was ${worst}, and ${leg.venue} takes the ${side} leg over at ${margin.liquidationPrice ?? '?'}`;
  return { price: margin.bankruptcyPrice, text };
}

/** Whether far more is left of its margin at the worst price that was met than has to be: so it is nearly always. */
function isClearlyKept(
  side: Leg,
  leg: PositionLeg,
  { highPrice, lowPrice }: Pick<PriceRange, 'highPrice' | 'lowPrice'>,
): boolean {
  const worst = Number(side === 'short' ? highPrice : lowPrice);
  const { share, notionalUsdt } = aboutMarginShare(side, leg, worst);
  return share > maintenanceShare(notionalUsdt, leverageTiers(leg.venue)) + CLEAR_SHARE;
}

/** More than the rounding of a liquidation price may come to. */
const CLEAR_SHARE = 0.001;

/** Of a perpetual that is held: where it is taken over, and at what it is booked then. */
interface MarginPrices {
  readonly liquidationPrice: string | undefined;
  readonly bankruptcyPrice: string;
}

/** Both depend on what was traded and put aside alone, and each valuation of a position asks for them. */
const MARGINS = new Map<string, MarginPrices>();
const MOST_MARGINS = 1_000;

function marginOf(side: Leg, leg: PositionLeg): MarginPrices | undefined {
  if (!isLegHeld(leg)) return undefined;
  const { venue, openedQuantity, openedValueUsdt, closedQuantity, closedCostUsdt } = leg;
  const { collateralUsdt } = leg;
  const name = `${side} ${venue} ${openedQuantity} ${openedValueUsdt} ${closedQuantity} ${closedCostUsdt} ${collateralUsdt}`;
  const known = MARGINS.get(name);
  if (known) return known;
  const price = entryPrice(leg);
  if (price === undefined) return undefined;
  const margined = { side, quantity: plain(heldQuantity(leg)), entryPrice: price, collateralUsdt };
  const margin = {
    liquidationPrice: liquidationPrice(margined, leverageTiers(venue)),
    bankruptcyPrice: bankruptcyPrice(margined),
  };
  if (MARGINS.size >= MOST_MARGINS) MARGINS.clear();
  MARGINS.set(name, margin);
  return margin;
}

/** Returns the delivery of a perpetual whose market is gone; undefined where it is not. */
export function delivered(
  ended: Observation['ended'],
  position: Position,
  name: Leg,
  leg: PositionLeg,
): Settling | undefined {
  const end = ended.get(legName(leg));
  if (!end) return undefined;
  const text = `The market ended at ${new Date(end.endedAtMs).toISOString()}: the ${name} leg is settled at its last mark price, ${leg.price}`;
  return {
    ...{ kind: 'settle', position, leg: name, how: 'delivered', price: leg.price },
    met: undefined,
    atMs: end.endedAtMs,
    reason: pressing('delisted', text),
  };
}

/** What was met since the last observation, the mark price of now included. */
function metPrices({ ranges, markets, stale, nowMs }: Observation, name: string, leg: PositionLeg) {
  // What was seen before it was opened, or more of it was, is none of its prices.
  if ((leg.lastOpenedAtMs ?? Infinity) > nowMs) return undefined;
  const range = ranges.get(name);
  const mark = stale ? undefined : markNow(markets, leg);
  if (mark === undefined) return range;
  if (!range) return { highPrice: mark, lowPrice: mark, fromMs: nowMs, toMs: nowMs };
  return {
    ...range,
    highPrice: compare(mark, range.highPrice) > 0 ? mark : range.highPrice,
    lowPrice: compare(mark, range.lowPrice) < 0 ? mark : range.lowPrice,
  };
}

/** Every market of a venue says the same mark of a perpetual, in whichever pair it is seen. */
function markNow(markets: Observation['markets'], leg: PositionLeg): string | undefined {
  for (const { legs } of markets.values()) {
    for (const one of [legs.short, legs.long]) {
      if (one?.instrument !== 'perpetual') continue;
      if (one.venue === leg.venue && one.symbol === leg.symbol) return one.markPrice;
    }
  }
  return undefined;
}

function pressing(code: string, text: string): ExitReason {
  return { code, text, isPressing: true };
}
