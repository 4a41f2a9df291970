/**
 * One closed candle. Prices in quote currency (USDT), of the premium index shares of a price, volume in base currency; double precision,
 * which keeps every price that an exchange publishes with up to 15 significant digits.
 */
export interface Candle {
  readonly openAtMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
