import type { AnnouncedRun } from '../../completeness/schedule/announced-schedule.js';
import type { LotsSince } from './lots-since.js';

/** What candles of one series open and close at, by columns, ascending: row i opens at `openAtMs[i]`. Prices in USDT. */
export interface PriceColumns {
  readonly openAtMs: Float64Array;
  readonly open: Float64Array;
  readonly close: Float64Array;
}

/** Whole candles. `volume`: in contracts. */
export interface CandleColumns extends PriceColumns {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly volume: Float64Array;
}

/** Settled funding by columns, ascending. `stampedAtMs`: the exchange's own stamp; `rates`: exact decimal text. */
export interface SettlementColumns {
  readonly settledAtMs: Float64Array;
  readonly stampedAtMs: Float64Array;
  readonly rates: readonly string[];
}

/**
 * What is proven of one perpetual in a window, and of the spot market of its coin.
 *
 * Nothing in here is filled in: an hour in which the exchange proved to have no candle has none, and a market that was
 * listed later or ended sooner has none before and after that.
 */
export interface MarketHistory {
  readonly venue: string;
  /** Of the perpetual, ccxt's unified symbol. */
  readonly symbol: string;
  readonly nativeId: string;
  readonly spotSymbol: string;
  /** How many coins one contract stands for: 1000 of 1000PEPE. */
  readonly unitsPerContract: number;
  /** What the perpetual was traded at, USDT a contract. */
  readonly trades: CandleColumns;
  /** The mark price; undefined where it is not stored: what was traded stands in, as it does for the desk. */
  readonly marks: PriceColumns | undefined;
  /** Spot, USDT a coin; undefined where it is not stored, and a flat basis is assumed. */
  readonly spots: PriceColumns | undefined;
  readonly funding: SettlementColumns;
  /** What the exchange announced of the settlements, by when it was observed, ascending. */
  readonly announced: readonly AnnouncedRun[];
  /** When trading ended; undefined where it did not in the window. It is not known when that was announced. */
  readonly endedAtMs: number | undefined;
  /** Which quantities its markets took, ascending. */
  readonly lots: readonly LotsSince[];
}

/** The index of the last row at or before an instant; −1 where all are later. */
export function lastAtOrBefore(timesMs: Float64Array, atMs: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The index of the candle that opens at an instant; −1 where none does. */
export function candleAt(candles: PriceColumns, openAtMs: number): number {
  const row = lastAtOrBefore(candles.openAtMs, openAtMs);
  return candles.openAtMs[row] === openAtMs ? row : -1;
}
