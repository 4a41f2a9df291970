import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart, SpotTicker } from '@fullcarry/domain/spot-ticker';
import { z } from 'zod';
import { DECIMAL, POSITIVE } from '../decimal-schemas.js';
import { rowsBySymbol } from './binanceusdm-rows.js';

const PRICE = z.object({ price: POSITIVE });

/** Zero while that side of the book holds no order. */
const BEST_PRICE = DECIMAL.transform((text) => (Number(text) > 0 ? text : undefined));
const BOOK = z.object({ bidPrice: BEST_PRICE, askPrice: BEST_PRICE });

/**
 * The spot tickers of the counterparts, which are given by the perpetual's symbol. Several perpetuals may
 * share one.
 *
 * Errors: those of `rowsBySymbol`.
 */
export function readSpotTickers(
  prices: unknown,
  books: unknown,
  counterparts: ReadonlyMap<string, SpotCounterpart>,
  context: ErrorContext,
): SpotTicker[] {
  const wanted = new Set([...counterparts.values()].map(({ spotNativeId }) => spotNativeId));
  const last = rowsBySymbol(PRICE, prices, wanted, {
    ...context,
    endpoint: '/api/v3/ticker/price',
  });
  const best = rowsBySymbol(BOOK, books, wanted, {
    ...context,
    endpoint: '/api/v3/ticker/bookTicker',
  });
  return [...counterparts].flatMap(([symbol, counterpart]) => {
    const price = last.get(counterpart.spotNativeId);
    if (!price) return [];
    const book = best.get(counterpart.spotNativeId);
    return [
      {
        symbol,
        ...counterpart,
        lastPrice: price.price,
        bestBidPrice: book?.bidPrice,
        bestAskPrice: book?.askPrice,
      },
    ];
  });
}
