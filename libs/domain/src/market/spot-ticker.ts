/**
 * The spot market that trades a perpetual's coin outright, against USDT.
 *
 * `spotSymbol` is ccxt's unified symbol (`PEPE/USDT`), `spotNativeId` the exchange's own name (`PEPEUSDT`).
 * `unitsPerContract`: how many coins one unit of the perpetual's quantity stands for: 1000 for
 * 1000PEPEUSDT, mostly 1. A perpetual quantity q is hedged by q × unitsPerContract coins, and its price is
 * compared with the spot price × unitsPerContract.
 */
export interface SpotCounterpart {
  readonly spotSymbol: string;
  readonly spotNativeId: string;
  readonly unitsPerContract: number;
}

/** A spot market in which something is held against the perpetual `symbol`, whatever became of that one. */
export interface HeldSpot extends Pick<SpotCounterpart, 'spotSymbol' | 'unitsPerContract'> {
  readonly symbol: string;
}

/**
 * What the exchange says now about the spot counterpart of one perpetual.
 *
 * `symbol`: of the *perpetual* (`1000PEPE/USDT:USDT`). Prices are exact decimal text, USDT for **one
 * coin**. `bestBidPrice`, `bestAskPrice`: undefined when nobody bids or asks, or the exchange doesn't say.
 */
export interface SpotTicker extends SpotCounterpart {
  readonly symbol: string;
  readonly lastPrice: string;
  readonly bestBidPrice: string | undefined;
  readonly bestAskPrice: string | undefined;
}
