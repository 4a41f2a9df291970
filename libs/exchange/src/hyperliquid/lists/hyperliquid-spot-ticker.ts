import type { ErrorContext } from '@fullcarry/domain/errors';
import type { SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import type { SpotMatch } from './hyperliquid-match-spot.js';
import { quoteOf } from './hyperliquid-spot.js';

/** The ticker of a counterpart; `symbol` is the perpetual's. Undefined and errors: those of `quoteOf`. */
export function spotTickerOf(
  symbol: string,
  { spot, named }: SpotMatch,
  context: ErrorContext,
): SpotTicker | undefined {
  const quote = quoteOf(spot, context);
  return (
    quote && {
      symbol,
      ...named,
      lastPrice: quote.price,
      bestBidPrice: undefined,
      bestAskPrice: undefined,
    }
  );
}
