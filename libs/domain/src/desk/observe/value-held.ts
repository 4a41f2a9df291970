import type { Leg } from '../trade/fill-price.js';
import type { Book, LedgerEvent } from '../book/ledger-event.js';
import { heldName, legName, pairName, type Observation } from './observation.js';
import { settledByExchange } from '../ends/settled-by-exchange.js';
import { LEGS } from '../book/position-money.js';
import type { Position } from '../book/position.js';

/** Prices at which a position is valued from now on. */
export interface HeldPrices {
  readonly id: number;
  readonly prices: Readonly<Record<Leg, string>>;
}

/**
 * Values what is held at the prices now, or at the last one of a leg of which none is quoted; an opening keeps the
 * prices that it was decided at.
 */
export function valueHeld(seen: Observation, book: Book): HeldPrices[] {
  if (seen.stale) return [];
  const valued: HeldPrices[] = [];
  for (const { id, legs, state } of book.positions.values()) {
    if (state !== 'open' && state !== 'closing') continue;
    const market = seen.markets.get(pairName(legs));
    const spotPrice =
      seen.ended.size === 0 ? undefined : seen.ended.get(legName(legs.short))?.spotPrice;
    if (!market && spotPrice === undefined) continue;
    const long = market?.legs.long?.markPrice ?? market?.prices.long;
    valued.push({
      id,
      prices: {
        long: long ?? spotPrice ?? legs.long.price,
        short: market?.legs.short.markPrice ?? legs.short.price,
      },
    });
  }
  return valued;
}

type Watched = Omit<Extract<LedgerEvent, { kind: 'watched' }>, 'kind'>;

/**
 * Up to when the prices of each leg were checked. Of a position that should have been settled for what was met, and
 * is not yet, they are checked again.
 *
 * `now`: the positions as they are once all is done.
 */
export function watchedTo(seen: Observation, now: readonly Position[]): Watched[] {
  const booked = now.filter((position) => settledByExchange(seen, position).length === 0);
  return booked.flatMap((position) =>
    LEGS.flatMap((leg) => {
      const range = seen.ranges.get(heldName(position, leg));
      return range ? [{ positionId: position.id, leg, toMs: range.toMs }] : [];
    }),
  );
}
