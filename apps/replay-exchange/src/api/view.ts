import type { MarketBoard } from '../market/market-board.js';

/** Which rows of a window wider than a page Bybit's `kline` gives: the sources disagree, so it is a switch. */
export type KlineRange = 'newest' | 'oldest';

/** Where the sources disagree about an API, and which reading is played. Left out: the API's own choice. */
export interface Readings {
  readonly klineRange: KlineRange;
  /** Rows in a page of OKX's funding history: 400, or 100 in older copies of its documentation. */
  readonly okxFundingCap: number;
  /** Rows in a page of OKX's older candles: 100, or 300 in other copies. */
  readonly okxHistoryCap: number;
}

/** What an endpoint may look at. */
export interface View {
  readonly board: MarketBoard;
  readonly nowMs: number;
  readonly readings: Readings;
}
