import {
  NO_SIGNALS,
  priceStep,
  settledStep,
  signalValues,
  type MarketSignals,
  type SignalValues,
} from '../../signal/market-signals.js';
import { candleAt, type MarketHistory } from './market-history.js';

/** The signals of one market by the rows that were published, as they are published. */
export class PublishedSignals {
  private signals: MarketSignals = NO_SIGNALS;
  private candle = -1;
  private settlement = -1;
  private current: { readonly of: MarketSignals; readonly values: SignalValues } | undefined;

  constructor(
    private readonly history: MarketHistory,
    private readonly stepMs: number,
  ) {}

  /** By the last published row of each; they only grow. */
  values(candle: number, settlement: number): SignalValues {
    while (this.candle < candle) this.addCandle((this.candle += 1));
    while (this.settlement < settlement) this.addSettlement((this.settlement += 1));
    if (this.current?.of !== this.signals) {
      this.current = { of: this.signals, values: signalValues(this.signals) };
    }
    return this.current.values;
  }

  private addCandle(row: number): void {
    const { trades, spots, unitsPerContract } = this.history;
    const openAtMs = trades.openAtMs[row] ?? NaN;
    const close = trades.close[row] ?? NaN;
    const spotRow = spots ? candleAt(spots, openAtMs) : -1;
    const spot = spotRow < 0 ? undefined : spots?.close[spotRow];
    this.signals = priceStep(this.signals, {
      closedAtMs: openAtMs + this.stepMs,
      short: close,
      long: spot === undefined ? undefined : spot * unitsPerContract,
      turnoverUsdt: (trades.volume[row] ?? NaN) * close,
    });
  }

  /** Of the first settlement of all nobody knows the interval. */
  private addSettlement(row: number): void {
    const { settledAtMs, rates } = this.history.funding;
    const [atMs, beforeMs] = [settledAtMs[row], settledAtMs[row - 1]];
    if (atMs === undefined || beforeMs === undefined) return;
    const hours = hoursBetween(beforeMs, atMs);
    this.signals = settledStep(this.signals, {
      settledAtMs: atMs,
      rate: Number(rates[row]),
      hours,
    });
  }
}

/** By whole minutes, as intervals are stored. */
function hoursBetween(fromMs: number, toMs: number): number {
  return (toMs - fromMs) / 60_000 / 60;
}
