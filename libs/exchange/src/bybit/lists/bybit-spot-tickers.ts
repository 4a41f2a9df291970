import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import { z } from 'zod';
import { POSITIVE } from '../../rows/decimal-schemas.js';
import type { RowReader } from '../../rows/row-reader.js';
import { asRead } from '../../rows/ticker-rows.js';
import { wantedTickerRows } from './bybit-ticker-rows.js';

/** Empty or zero while that side of the book holds no order. */
const BEST_PRICE = z.union([z.enum(['', '0']).transform(() => undefined), POSITIVE]).optional();

const SPOT_TICKER = z.object({
  lastPrice: POSITIVE,
  bid1Price: BEST_PRICE,
  ask1Price: BEST_PRICE,
});

/**
 * The spot tickers of the counterparts, which are given by the perpetual's symbol. Several perpetuals may
 * share one.
 *
 * Errors: those of `wantedTickerRows`.
 */
export function readSpotTickers(
  reader: RowReader,
  payload: unknown,
  counterparts: ReadonlyMap<string, SpotCounterpart>,
  context: ErrorContext,
): SpotTicker[] {
  const wanted = new Set([...counterparts.values()].map(({ spotNativeId }) => spotNativeId));
  const byNativeId = wantedTickerRows(
    reader,
    payload,
    'spot',
    wanted,
    asRead(SPOT_TICKER),
    context,
  );
  return [...counterparts].flatMap(([symbol, counterpart]) => {
    const ticker = byNativeId.get(counterpart.spotNativeId);
    if (!ticker) return [];
    const { lastPrice, bid1Price, ask1Price } = ticker;
    return [
      { symbol, ...counterpart, lastPrice, bestBidPrice: bid1Price, bestAskPrice: ask1Price },
    ];
  });
}
