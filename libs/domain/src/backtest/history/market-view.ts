import { carryPair } from '../../desk/observe/carry-pair.js';
import {
  HISTORY_SHORT,
  persistenceAfterMs,
  persistenceOf,
  type FundingPersistence,
} from '../../desk/observe/funding-persistence.js';
import type { PredictedRate } from '../../desk/observe/carry-yield.js';
import type { SeenMarket } from '../../desk/observe/observation.js';
import type { PriceRange } from '../../desk/margin/liquidation.js';
import { DAY_MS, floorTo, MINUTE_MS } from '../../time-window.js';
import type { ExecutionModel } from '../execution-model.js';
import {
  candleAt,
  lastAtOrBefore,
  type CandleColumns,
  type MarketHistory,
  type PriceColumns,
} from './market-history.js';
import { lotsAt } from './lots-since.js';
import { nextAnnounced } from './next-announced.js';
import { priceText } from './price-text.js';
import { PublishedSignals } from './published-signals.js';

/** A price at a settlement that is older than this is none, as for the desk. */
const LONGEST_BACK_MS = 7 * DAY_MS;

/** A settlement that was published, and the price at its instant. */
export interface PublishedSettlement {
  readonly settledAtMs: number;
  readonly rate: string;
  /** Exact, USDT a contract. */
  readonly markPrice: string;
}

/**
 * What was public of one market at an instant that only moves forward. Nothing that was published later can be asked
 * for here: the guard takes it away and poisons it, and every answer must stay the same.
 */
export class MarketView {
  private nowMs = -Infinity;
  /** Of the last published row of each; −1 before the first. */
  private candle = -1;
  private settlement = -1;
  private run = -1;
  private readonly turnovers: Float64Array;
  private readonly rates: Float64Array;
  private readonly hours: Float64Array;
  private known: { first: number; last: number; value: FundingPersistence | undefined } | undefined;
  private readonly signals: PublishedSignals | undefined;

  /** `withSignals`: whether what is seen has signals; they take as long as all else. */
  constructor(
    readonly history: MarketHistory,
    private readonly stepMs: number,
    private readonly model: Pick<ExecutionModel, 'candleDelayMs' | 'settlementDelayMs'>,
    withSignals = false,
  ) {
    this.signals = withSignals ? new PublishedSignals(history, stepMs) : undefined;
    const { trades, funding } = history;
    this.turnovers = sums(trades);
    this.rates = Float64Array.from(funding.rates, Number);
    this.hours = funding.settledAtMs.map(
      (atMs, i) => (atMs - (funding.settledAtMs[i - 1] ?? NaN)) / MINUTE_MS / 60,
    );
  }

  /** Errors: RangeError when time goes back. */
  moveTo(nowMs: number): void {
    if (nowMs < this.nowMs) throw new RangeError('Time only moves forward in a backtest');
    this.nowMs = nowMs;
    const { trades, funding, announced } = this.history;
    const { candleDelayMs, settlementDelayMs } = this.model;
    while (at(trades.openAtMs, this.candle + 1) + this.stepMs + candleDelayMs <= nowMs) {
      this.candle += 1;
    }
    for (;;) {
      const next = this.settlement + 1;
      const stampMs = Math.max(at(funding.settledAtMs, next), at(funding.observedAtMs, next));
      if (stampMs + settlementDelayMs > nowMs) break;
      this.settlement = next;
    }
    while ((announced[this.run + 1]?.observedAtMs ?? Infinity) <= nowMs) this.run += 1;
    this.signals?.moveTo(this.candle, this.settlement);
  }

  /** Undefined before its first candle and two settlements, and after its end. */
  seen(): SeenMarket | undefined {
    const { history } = this;
    const predicted = this.predicted();
    if (this.candle < 0 || !predicted || this.isOver()) return undefined;
    const close = this.closeOf(history.trades);
    const mark = (history.marks ? this.closeOf(history.marks) : undefined) ?? close;
    const spot = history.spots
      ? this.closeOf(history.spots)
      : close && close / history.unitsPerContract;
    const persistence = this.persistence();
    const signals = this.signals?.values();
    const funding = signals
      ? { predicted, persistence, slowCarry: signals.slowCarry }
      : { predicted, persistence };
    const { symbol, nativeId, spotSymbol, unitsPerContract, lots } = history;
    // To write a number takes longer than all else here, and the three are often one.
    const lastPrice = textOf(close);
    const markPrice = mark === close ? lastPrice : textOf(mark);
    const spotPrice = spot === close ? lastPrice : textOf(spot);
    return carryPair(
      history.venue,
      { symbol, nativeId, markPrice, lastPrice, funding },
      { symbol: spotSymbol, nativeId: '', lastPrice: spotPrice, unitsPerContract },
      {
        turnoverUsdt24h: this.turnover(),
        unproven: persistence ? undefined : HISTORY_SHORT,
        // It is stored when a market ended, and not when that was announced: nobody leaves in time.
        endsAtMs: undefined,
        lots: lotsAt(lots, this.nowMs),
        signals,
      },
    );
  }

  /** When it ended, if it did by now. */
  endedAtMs(): number | undefined {
    return this.isOver() ? this.history.endedAtMs : undefined;
  }

  /** The spot price of now, exact; undefined where there is none. */
  spotPrice(): string | undefined {
    const { spots, trades, unitsPerContract } = this.history;
    if (spots) return textOf(this.closeOf(spots));
    // A flat basis has no other price of the coin than the last one of its perpetual.
    return this.candle < 0 ? undefined : textOf(at(trades.close, this.candle) / unitsPerContract);
  }

  /** The highest and the lowest traded price of the closed candles from an instant on; undefined where none closed. */
  range(fromMs: number): PriceRange | undefined {
    const { openAtMs, high, low } = this.history.trades;
    const first = lastAtOrBefore(openAtMs, floorTo(fromMs, this.stepMs) - 1) + 1;
    if (first > this.candle) return undefined;
    let [highest, lowest] = [-Infinity, Infinity];
    for (let i = first; i <= this.candle; i += 1) {
      highest = Math.max(highest, at(high, i));
      lowest = Math.min(lowest, at(low, i));
    }
    return {
      highPrice: priceText(highest),
      lowPrice: priceText(lowest),
      fromMs: at(openAtMs, first),
      toMs: at(openAtMs, this.candle) + this.stepMs,
    };
  }

  /**
   * The published settlements in [fromMs, toMs], both included, with the close of the mark candle that ends then or of
   * the last one before it. `knownToMs`: up to it no other was due by what is published.
   */
  settlements(
    fromMs: number,
    toMs: number,
  ): { readonly settlements: readonly PublishedSettlement[]; readonly knownToMs: number } {
    const { settledAtMs, rates } = this.history.funding;
    const settlements: PublishedSettlement[] = [];
    const first = lastAtOrBefore(settledAtMs, fromMs - 1) + 1;
    for (let i = first; i <= this.settlement && at(settledAtMs, i) <= toMs; i += 1) {
      const atMs = at(settledAtMs, i);
      if (atMs > (this.history.endedAtMs ?? Infinity)) break;
      const markPrice = this.markAt(atMs);
      const rate = rates[i];
      if (markPrice === undefined || rate === undefined) break;
      settlements.push({ settledAtMs: atMs, rate, markPrice });
    }
    const booked = settlements.at(-1)?.settledAtMs ?? fromMs - 1;
    return { settlements, knownToMs: booked };
  }

  private isOver(): boolean {
    const { endedAtMs } = this.history;
    return endedAtMs !== undefined && endedAtMs <= this.nowMs;
  }

  /** What the last published candle closed at; undefined where the one that should have closed last is not there. */
  private closeOf(candles: PriceColumns): number | undefined {
    const openAtMs = floorTo(this.nowMs - this.model.candleDelayMs, this.stepMs) - this.stepMs;
    const row =
      candles === this.history.trades && candles.openAtMs[this.candle] === openAtMs
        ? this.candle
        : candleAt(candles, openAtMs);
    return row < 0 ? undefined : candles.close[row];
  }

  private markAt(settledAtMs: number): string | undefined {
    const candles = this.history.marks ?? this.history.trades;
    const row = lastAtOrBefore(candles.openAtMs, settledAtMs - this.stepMs);
    if (row < 0 || at(candles.openAtMs, row) < settledAtMs - LONGEST_BACK_MS) return undefined;
    return priceText(at(candles.close, row));
  }

  /** The last settled rate, with the interval that was announced, or the last one that was seen to be in force. */
  private predicted(): PredictedRate | undefined {
    if (this.settlement < 1) return undefined;
    const rate = at(this.rates, this.settlement);
    const run = this.history.announced[this.run];
    const isInForce = run !== undefined && nextAnnounced(run, this.nowMs) <= run.lastNextAtMs;
    const intervalMinutes = isInForce
      ? run.intervalMs / MINUTE_MS
      : at(this.hours, this.settlement) * 60;
    return { rate, intervalMinutes };
  }

  private persistence(): FundingPersistence | undefined {
    const { settledAtMs } = this.history.funding;
    const last = this.settlement;
    const since = lastAtOrBefore(settledAtMs, persistenceAfterMs(at(settledAtMs, last))) + 1;
    // Of the first settlement of all nobody knows the interval.
    const first = Math.max(since, 1);
    if (this.known?.first === first && this.known.last === last) return this.known.value;
    const value = persistenceOf(
      this.rates.subarray(first, last + 1),
      this.hours.subarray(first, last + 1),
    );
    this.known = { first, last, value };
    return value;
  }

  private turnover(): number {
    const { openAtMs } = this.history.trades;
    const before = lastAtOrBefore(openAtMs, this.nowMs - DAY_MS - this.stepMs);
    return at(this.turnovers, this.candle) - (before < 0 ? 0 : at(this.turnovers, before));
  }
}

/** What was turned over up to and with each candle, USDT: base volume × close. */
function sums({ volume, close }: CandleColumns): Float64Array {
  const total = new Float64Array(close.length);
  let sum = 0;
  for (let i = 0; i < close.length; i += 1) {
    sum += at(volume, i) * at(close, i);
    total[i] = sum;
  }
  return total;
}

/** Infinity past the end: no row is ever published there. */
function at(column: Float64Array, row: number): number {
  return column[row] ?? Infinity;
}

function textOf(price: number | undefined): string | undefined {
  return price === undefined ? undefined : priceText(price);
}
