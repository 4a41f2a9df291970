/**
 * One USDT-settled linear perpetual on one exchange.
 *
 * `exchange` is the ccxt id (`bybit`), `symbol` ccxt's unified symbol (`BTC/USDT:USDT`),
 * `nativeId` the exchange's own name (`BTCUSDT`). `listedAtMs` is when the exchange says that trading
 * began; undefined where it does not say.
 */
export interface Market {
  readonly exchange: string;
  readonly symbol: string;
  readonly nativeId: string;
  readonly listedAtMs: number | undefined;
}

/**
 * What the exchange says now about one market.
 *
 * `turnoverUsdt24h`: quote volume of the last 24 h in USDT, exact decimal text.
 * `fundingRate`: the *predicted* rate of the next settlement, a fraction of notional, exact decimal text;
 * positive is paid by longs to shorts. Never mixed with settled rates.
 * `fundingIntervalMinutes`: the interval in force now; history must not be planned with it.
 */
export interface MarketTicker {
  readonly symbol: string;
  readonly turnoverUsdt24h: string;
  readonly fundingRate: string;
  readonly nextFundingAtMs: number;
  readonly fundingIntervalMinutes: number;
  readonly markPrice: string;
  readonly lastPrice: string;
}
