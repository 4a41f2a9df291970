import type { Market, MarketTicker } from '@fullcarry/domain/market/market';

/** What an exchange lists and what its tickers say, read one right after the other. */
export interface ReadLists {
  readonly listed: readonly Market[];
  readonly tickers: readonly MarketTicker[];
}
