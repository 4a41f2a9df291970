import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import { z } from 'zod';
import { DECIMAL, POSITIVE } from '../../rows/decimal-schemas.js';
import type { RowReader } from '../../rows/row-reader.js';
import { asRead } from '../../rows/ticker-rows.js';
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
  reader: RowReader,
  prices: unknown,
  books: unknown,
  counterparts: ReadonlyMap<string, SpotCounterpart>,
  context: ErrorContext,
): SpotTicker[] {
  const wanted = new Set([...counterparts.values()].map(({ spotNativeId }) => spotNativeId));
  const rowsOf = <S extends z.ZodType>(schema: S, payload: unknown, endpoint: string) =>
    rowsBySymbol(reader, payload, wanted, asRead(schema), {
      ...context,
      endpoint,
    });
  const last = rowsOf(PRICE, prices, '/api/v3/ticker/price');
  const best = rowsOf(BOOK, books, '/api/v3/ticker/bookTicker');
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
