import { spotLeg, spotPair } from '../../desk/observe/carry-pair.js';
import { HISTORY_SHORT } from '../../desk/observe/funding-persistence.js';
import type { SeenLeg, SeenMarket } from '../../desk/observe/observation.js';
import type { PriceRange } from '../../desk/margin/liquidation.js';
import { DAY_MS, floorTo } from '../../time-window.js';
import type { ExecutionModel } from '../execution-model.js';
import {
  candleAt,
  lastAtOrBefore,
  type CandleColumns,
  type MarketHistory,
  type PriceColumns,
} from './market-history.js';
import { lotsAt } from './lots-since.js';
import { priceText } from './price-text.js';
import { Quote, QuotedPerpetual, QuotedPrices } from './quote.js';
import { PublishedFunding } from './published-funding.js';
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
  /** The last published one; −1 before the first. */
  private candle = -1;
  /** Of the last candle that closed a day ago or before. */
  private dayAgo = -1;
  private readonly turnovers: Float64Array;
  private readonly funding: PublishedFunding;
  private readonly signals: PublishedSignals | undefined;
  private readonly spotLeg: SeenLeg;

  /** `withSignals`: whether what is seen has signals; they take as long as all else. */
  constructor(
    readonly history: MarketHistory,
    private readonly stepMs: number,
    private readonly model: Pick<ExecutionModel, 'candleDelayMs' | 'settlementDelayMs'>,
    withSignals = false,
  ) {
    this.signals = withSignals ? new PublishedSignals(history, stepMs) : undefined;
    const { venue, spotSymbol, trades } = history;
    this.funding = new PublishedFunding(history, model.settlementDelayMs);
    this.spotLeg = spotLeg(venue, { symbol: spotSymbol, nativeId: '' });
    this.turnovers = sums(trades);
  }

  /** Errors: RangeError when time goes back. */
  moveTo(nowMs: number): void {
    if (nowMs < this.nowMs) throw new RangeError('Time only moves forward in a backtest');
    this.nowMs = nowMs;
    const { openAtMs } = this.history.trades;
    while (at(openAtMs, this.candle + 1) + this.stepMs + this.model.candleDelayMs <= nowMs) {
      this.candle += 1;
    }
    this.funding.moveTo(nowMs);
  }

  /** Undefined before its first candle and two settlements, and after its end. */
  seen(): SeenMarket | undefined {
    const { history } = this;
    if (this.candle < 0 || this.isOver()) return undefined;
    const signals = this.signals?.values(this.candle, this.funding.settlement);
    const funding = this.funding.stream(signals);
    if (!funding) return undefined;
    const close = this.closeOf(history.trades);
    const mark = (history.marks ? this.closeOf(history.marks) : undefined) ?? close;
    const spot = history.spots
      ? this.closeOf(history.spots)
      : close && close / history.unitsPerContract;
    const { venue, symbol, nativeId, unitsPerContract } = history;
    const last = quoteOf(close);
    const markQuote = mark === close ? last : quoteOf(mark);
    const spotQuote = spot === close ? last : quoteOf(spot);
    return spotPair(
      this.spotLeg,
      new QuotedPerpetual(venue, symbol, nativeId, unitsPerContract, markQuote, funding),
      new QuotedPrices(spotQuote, last, unitsPerContract),
      {
        turnoverUsdt24h: this.turnover(),
        unproven: funding.persistence ? undefined : HISTORY_SHORT,
        // It is stored when a market ended, and not when that was announced: nobody leaves in time.
        endsAtMs: undefined,
        rules: lotsAt(history.lots, this.nowMs),
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
    if (spots) return quoteOf(this.closeOf(spots))?.text;
    // A flat basis has no other price of the coin than the last one of its perpetual.
    return this.candle < 0
      ? undefined
      : priceText(at(trades.close, this.candle) / unitsPerContract);
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
    if (!(at(settledAtMs, this.funding.settlement) >= fromMs)) {
      return { settlements, knownToMs: fromMs - 1 };
    }
    const first = lastAtOrBefore(settledAtMs, fromMs - 1) + 1;
    for (let i = first; i <= this.funding.settlement && at(settledAtMs, i) <= toMs; i += 1) {
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
    // Mostly all series of a market have the same rows.
    const row =
      candles.openAtMs[this.candle] === openAtMs ? this.candle : candleAt(candles, openAtMs);
    return row < 0 ? undefined : candles.close[row];
  }

  private markAt(settledAtMs: number): string | undefined {
    const candles = this.history.marks ?? this.history.trades;
    const row = lastAtOrBefore(candles.openAtMs, settledAtMs - this.stepMs);
    if (row < 0 || at(candles.openAtMs, row) < settledAtMs - LONGEST_BACK_MS) return undefined;
    return priceText(at(candles.close, row));
  }

  private turnover(): number {
    const { openAtMs } = this.history.trades;
    const dayAgoMs = this.nowMs - DAY_MS - this.stepMs;
    while (at(openAtMs, this.dayAgo + 1) <= dayAgoMs) this.dayAgo += 1;
    const before = this.dayAgo < 0 ? 0 : at(this.turnovers, this.dayAgo);
    return at(this.turnovers, this.candle) - before;
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

function quoteOf(price: number | undefined): Quote | undefined {
  return price === undefined ? undefined : new Quote(price);
}
