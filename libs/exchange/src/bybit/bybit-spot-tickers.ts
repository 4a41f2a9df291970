import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotCounterpart, SpotTicker } from '@fullcarry/domain/spot-ticker';
import { z } from 'zod';
import { POSITIVE } from '../decimal-schemas.js';
import { readTickerRow } from '../whole-tickers.js';
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
 * Errors: those of `wantedTickerRows`; DataIntegrityError for a price that is no positive decimal number.
 */
export function readSpotTickers(
  payload: unknown,
  counterparts: ReadonlyMap<string, SpotCounterpart>,
  context: ErrorContext,
): SpotTicker[] {
  const wanted = new Set([...counterparts.values()].map(({ spotNativeId }) => spotNativeId));
  const rows = wantedTickerRows(payload, 'spot', wanted, context);
  const byNativeId = new Map(
    rows.map((row) => [row.symbol, readTickerRow(SPOT_TICKER, row, row.symbol, context)]),
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
