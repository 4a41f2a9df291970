import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import { ceilTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../../rows/decimal-schemas.js';
import type { RowReader } from '../../rows/row-reader.js';
import { assertWholeTickers, readTickerRow } from '../../rows/ticker-rows.js';
import type { PerpetualContext } from './hyperliquid-universe.js';

const TICKER = z.object({
  funding: DECIMAL,
  markPx: POSITIVE,
  // Null while one side of the book is empty.
  midPx: POSITIVE.nullish(),
  dayNtlVlm: NOT_NEGATIVE,
  openInterest: NOT_NEGATIVE.optional(),
});

/** Every perpetual settles on the hour (…/hyperliquid-docs/trading/funding). */
const INTERVAL_MINUTES = 60;

/**
 * The tickers of the listed markets.
 *
 * `nowMs`: the exchange's time before it was asked, since the answer has neither its own nor that of the
 * next settlement. `funding` is the rate as the hour's settlement would have it now. The turnover is in
 * USDC. No last trade is published: the middle of the book stands for it, the mark price where there is none.
 *
 * Errors: TransientError when more than a tenth of the listed is absent; those of `RowReader.read`.
 */
export function readTickers(
  reader: RowReader,
  contexts: readonly PerpetualContext[],
  listed: ReadonlyMap<string, Market>,
  nowMs: number,
  context: ErrorContext,
): MarketTicker[] {
  const known = contexts.flatMap(({ perpetual, assetContext }) => {
    const market = listed.get(perpetual.name);
    return market && perpetual.isDelisted !== true ? [{ market, assetContext }] : [];
  });
  const present = new Set(known.map(({ market }) => market.nativeId));
  const counts = { received: contexts.length, present: present.size, wanted: listed.size };
  assertWholeTickers(counts, context);
  const nextFundingAtMs = ceilTo(nowMs + 1, HOUR_MS);
  const about = {
    list: 'tickers',
    nameOf: ({ market }: { market: Market }) => market.nativeId,
    context,
  };
  return reader.read(about, known, ({ market, assetContext }) => {
    const symbol = market.nativeId;
    if (known.filter((one) => one.market === market).length > 1) {
      throw new DataIntegrityError('A market comes twice in the tickers', { fault: 'comes twice' });
    }
    const ticker = readTickerRow(TICKER, assetContext, { ...context, symbol });
    const { funding, markPx, midPx, dayNtlVlm, openInterest } = ticker;
    return {
      symbol: market.symbol,
      turnoverUsdt24h: dayNtlVlm,
      predictedRate: funding,
      nextFundingAtMs,
      fundingIntervalMinutes: INTERVAL_MINUTES,
      markPrice: markPx,
      lastPrice: midPx ?? markPx,
      openInterest,
    };
  });
}
