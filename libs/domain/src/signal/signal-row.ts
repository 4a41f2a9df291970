/** One settlement of a perpetual, as signals take it: ascending, each once. */
export interface SettledRow {
  readonly settledAtMs: number;
  /** Fraction of notional; positive is paid by longs to shorts. */
  readonly rate: number;
  /** Hours that it was charged for, since the settlement before, > 0. */
  readonly hours: number;
}

/** One closed candle of both legs: ascending, each once; an hour that has none is left out. */
export interface PriceRow {
  readonly closedAtMs: number;
  /** What the short leg closed at, USDT a contract. */
  readonly short: number;
  /** What as many coins of the long leg closed at, USDT; undefined where that candle is not known. */
  readonly long: number | undefined;
  /** Of the short leg's market in the candle: volume × close, USDT, ≥ 0. */
  readonly turnoverUsdt: number;
}
