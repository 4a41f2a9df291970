import type { ErrorContext } from '@fullcarry/domain/errors';
import type { Market, MarketTicker } from '@fullcarry/domain/market';
import { ceilTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import { DECIMAL, NOT_NEGATIVE, POSITIVE } from '../decimal-schemas.js';
import { assertWholeTickers, readTickerRow } from '../whole-tickers.js';
import type { PerpetualContext } from './hyperliquid-universe.js';

const TICKER = z.object({
  funding: DECIMAL,
  markPx: POSITIVE,
  // Null while one side of the book is empty.
  midPx: POSITIVE.nullish(),
  dayNtlVlm: NOT_NEGATIVE,
});

/** Every perpetual settles on the hour (…/hyperliquid-docs/trading/funding). */
const INTERVAL_MINUTES = 60;

/**
 * The tickers of the listed markets.
 *
 * `nowMs`: the exchange's time before it was asked, since the answer tells neither its own nor that of the
 * next settlement. `funding` is the rate as the hour's settlement would have it now. The turnover is in
 * USDC. No last trade is told: the middle of the book stands for it, the mark price where there is none.
 *
 * Errors: TransientError when a tenth of the listed is absent; DataIntegrityError for a market that comes
 *   twice or a value that is no number.
 */
export function readTickers(
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
  const counts = { rows: known.length, present: present.size, wanted: listed.size };
  assertWholeTickers(counts, context);
  const nextFundingAtMs = ceilTo(nowMs + 1, HOUR_MS);
  return known.map(({ market, assetContext }) => {
    const ticker = readTickerRow(TICKER, assetContext, market.nativeId, context);
    const { funding, markPx, midPx, dayNtlVlm } = ticker;
    return {
      symbol: market.symbol,
      turnoverUsdt24h: dayNtlVlm,
      fundingRate: funding,
      nextFundingAtMs,
      fundingIntervalMinutes: INTERVAL_MINUTES,
      markPrice: markPx,
      lastPrice: midPx ?? markPx,
    };
  });
}
