import type { MarketBoard } from '../market/market-board.js';

/** Which rows of a window wider than a page `kline` gives: the sources disagree, so it is a switch. */
export type KlineRange = 'newest' | 'oldest';

/** What an endpoint may look at. */
export interface View {
  readonly board: MarketBoard;
  readonly nowMs: number;
  readonly klineRange: KlineRange;
}
