import type { SpotCounterpart, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import { z } from 'zod';
import { POSITIVE } from '../rows/decimal-schemas.js';
import type { RowReader } from '../rows/row-reader.js';
import { asRead } from '../rows/ticker-rows.js';
import { wantedRows } from './okx-ticker-rows.js';

/** Empty or zero while that side of the book holds no order. */
const BEST_PRICE = z.union([z.enum(['', '0']).transform(() => undefined), POSITIVE]).optional();

const SPOT_TICKER = z.object({ last: POSITIVE, bidPx: BEST_PRICE, askPx: BEST_PRICE });

/**
 * The spot tickers of the counterparts, which are given by the perpetual's symbol.
 *
 * Errors: those of `wantedRows`.
 */
export function readSpotTickers(
  reader: RowReader,
  payload: unknown,
  counterparts: ReadonlyMap<string, SpotCounterpart>,
): SpotTicker[] {
  const wanted = new Set([...counterparts.values()].map(({ spotNativeId }) => spotNativeId));
  const context = { exchange: 'okx', endpoint: '/api/v5/market/tickers', instType: 'SPOT' };
  const rows = wantedRows(reader, payload, wanted, asRead(SPOT_TICKER), context);
  return [...counterparts].flatMap(([symbol, counterpart]) => {
    const row = rows.get(counterpart.spotNativeId);
    if (!row) return [];
    return [
      {
        symbol,
        ...counterpart,
        lastPrice: row.last,
        bestBidPrice: row.bidPx,
        bestAskPrice: row.askPx,
      },
    ];
  });
}
