import type { Book, BookPosition } from '@fullcarry/domain/desk/book';
import type { Observation } from '@fullcarry/domain/desk/observation';

/** Prices at which a position is valued from now on. */
export interface HeldPrices {
  readonly id: number;
  readonly spotPrice: string;
  readonly perpMarkPrice: string;
}

/**
 * Values what is held at the prices now, or at the last one of a leg of which none is said; an opening keeps the
 * prices that it was decided at.
 */
export function valueHeld(seen: Observation, book: Book): HeldPrices[] {
  if (seen.stale) return [];
  return [...book.positions.values()].flatMap((position) => {
    const { id, symbol, state } = position;
    if (state !== 'open' && state !== 'closing') return [];
    const market = seen.markets.get(symbol);
    const spotPrice = market?.prices.spot ?? seen.ended.get(symbol)?.spotPrice;
    if (!market && spotPrice === undefined) return [];
    return [
      {
        id,
        spotPrice: spotPrice ?? position.spotPrice,
        perpMarkPrice: market?.markPrice ?? position.perpMarkPrice,
      },
    ];
  });
}

/** Up to when each position's prices were looked at. */
export function watchedTo(
  seen: Observation,
  held: readonly BookPosition[],
): ReadonlyMap<number, number> {
  return new Map(
    held.flatMap(({ id, symbol }): [number, number][] => {
      const range = seen.ranges.get(symbol);
      return range ? [[id, range.toMs]] : [];
    }),
  );
}
