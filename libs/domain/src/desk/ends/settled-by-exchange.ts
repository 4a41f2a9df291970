import type { Action } from '../action.js';
import type { BookPosition } from '../book.js';
import type { ExitReason } from '../exit-reason.js';
import { exact } from '../exact.js';
import {
  bankruptcyPrice,
  isLiquidated,
  liquidationPrice,
  type PriceRange,
} from '../margin/liquidation.js';
import { leverageTiers } from '../margin/maintenance-tiers.js';
import type { Observation } from '../observation.js';
import type { Position } from '../position.js';
import { holdsPerp } from '../position-money.js';

type Settling = Action & { readonly kind: 'settle' };

/**
 * Returns what the exchange did with a short without being asked: took it over, because its margin was gone at a
 * price that was met since the last look, or delivered it, because its market ended. Undefined where it did neither.
 *
 * The price of a delivery is the last mark that was seen: what the exchange took is not told by its public answers.
 */
export function settledByExchange(seen: Observation, position: BookPosition): Settling | undefined {
  if (!holdsPerp(position)) return undefined;
  return liquidated(seen, position) ?? delivered(seen, position);
}

function liquidated(seen: Observation, position: BookPosition): Settling | undefined {
  const range = metPrices(seen, position.symbol);
  const takenOver = range && takenOverAt(position, range, seen.venue);
  if (!takenOver) return undefined;
  return {
    kind: 'settle',
    position,
    how: 'liquidated',
    price: takenOver.price,
    atMs: Math.min(range.toMs, seen.nowMs),
    reason: pressing('liquidated', takenOver.text),
  };
}

/**
 * Returns at which price a short is booked that the exchange took over because of prices that were met, and why;
 * undefined where it still has it.
 */
export function takenOverAt(
  position: Position,
  met: Pick<PriceRange, 'highPrice' | 'lowPrice'>,
  venue: string,
): { readonly price: string; readonly text: string } | undefined {
  const { perpEntryPrice: entryPrice, contracts: quantity, collateralUsdt } = position;
  if (!holdsPerp(position) || entryPrice === undefined) return undefined;
  const short = { side: 'short', quantity, entryPrice, collateralUsdt } as const;
  const tiers = leverageTiers(venue);
  if (!isLiquidated(short, met, tiers)) return undefined;
  const text = `The price was ${met.highPrice}, and the exchange takes the short over at ${liquidationPrice(short, tiers) ?? '?'}`;
  return { price: bankruptcyPrice(short), text };
}

/** Returns the delivery of a short whose market is gone; undefined where it is not, or no short is held. */
export function delivered(
  { ended: gone }: Pick<Observation, 'ended'>,
  position: BookPosition,
): Settling | undefined {
  const ended = gone.get(position.symbol);
  if (!ended || !holdsPerp(position)) return undefined;
  const price = position.perpMarkPrice;
  const text = `The market ended at ${new Date(ended.endedAtMs).toISOString()}: the short is settled at its last mark price, ${price}`;
  return {
    kind: 'settle',
    position,
    how: 'delivered',
    price,
    atMs: ended.endedAtMs,
    reason: pressing('delisted', text),
  };
}

/** What was met since the last look, the mark price of now included. */
function metPrices({ ranges, markets, stale, nowMs }: Observation, symbol: string) {
  const range = ranges.get(symbol);
  const mark = stale ? undefined : markets.get(symbol)?.markPrice;
  if (mark === undefined) return range;
  if (!range) return { highPrice: mark, lowPrice: mark, fromMs: nowMs, toMs: nowMs };
  return {
    ...range,
    highPrice: exact(mark).gt(exact(range.highPrice)) ? mark : range.highPrice,
    lowPrice: exact(mark).lt(exact(range.lowPrice)) ? mark : range.lowPrice,
  };
}

function pressing(code: string, text: string): ExitReason {
  return { code, text, isPressing: true };
}
