import type { PredictedRate } from '../../desk/observe/carry-yield.js';
import {
  hourlyRates,
  persistenceAfterMs,
  persistenceOf,
  type FundingPersistence,
} from '../../desk/observe/funding-persistence.js';
import type { FundingStream } from '../../desk/observe/funding-stream.js';
import { MINUTE_MS } from '../../time-window.js';
import type { MarketHistory } from './market-history.js';
import { nextAnnounced } from './next-announced.js';

/** The funding of one market by the settlements and announcements that were published, as they are published. */
export class PublishedFunding {
  /** Of the last published settlement; −1 before the first. */
  settlement = -1;
  private nowMs = -Infinity;
  private run = -1;
  /** Of the last settlement that is too old to tell of persistence. */
  private outdated = -1;
  private readonly rates: Float64Array;
  private readonly hours: Float64Array;
  private readonly hourly: Float64Array;
  private known: { first: number; last: number; value: FundingPersistence | undefined } | undefined;
  private current: FundingStream | undefined;

  constructor(
    private readonly history: Pick<MarketHistory, 'funding' | 'announced'>,
    private readonly settlementDelayMs: number,
  ) {
    const { settledAtMs, rates } = history.funding;
    this.rates = Float64Array.from(rates, Number);
    this.hours = settledAtMs.map(
      (atMs, i) => (atMs - (settledAtMs[i - 1] ?? NaN)) / MINUTE_MS / 60,
    );
    this.hourly = hourlyRates(this.rates, this.hours);
  }

  /** Time only moves forward. */
  moveTo(nowMs: number): void {
    this.nowMs = nowMs;
    const { funding, announced } = this.history;
    for (;;) {
      const next = this.settlement + 1;
      const stampMs = Math.max(at(funding.settledAtMs, next), at(funding.stampedAtMs, next));
      if (stampMs + this.settlementDelayMs > nowMs) break;
      this.settlement = next;
    }
    while ((announced[this.run + 1]?.observedAtMs ?? Infinity) <= nowMs) this.run += 1;
  }

  /**
   * What it is now; undefined before two settlements. The same object until something of it changes: settlements come more
   * seldom than candles.
   *
   * `signals`: with the slow average, where signals are asked for.
   */
  stream(
    signals: { readonly slowCarry: number | undefined } | undefined,
  ): FundingStream | undefined {
    if (this.settlement < 1) return undefined;
    const predicted = this.predicted();
    const persistence = this.persistence();
    const { current } = this;
    if (
      current?.persistence === persistence &&
      current?.predicted.rate === predicted.rate &&
      current.predicted.intervalMinutes === predicted.intervalMinutes &&
      current.slowCarry === signals?.slowCarry
    ) {
      return current;
    }
    this.current = signals
      ? { predicted, persistence, slowCarry: signals.slowCarry }
      : { predicted, persistence };
    return this.current;
  }

  /** The last settled rate, with the interval that was announced, or the last one that was seen to be in force. */
  private predicted(): PredictedRate {
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
    const afterMs = persistenceAfterMs(at(settledAtMs, last));
    while (at(settledAtMs, this.outdated + 1) <= afterMs) this.outdated += 1;
    // Of the first settlement of all nobody knows the interval.
    const first = Math.max(this.outdated + 1, 1);
    if (this.known?.first === first && this.known.last === last) return this.known.value;
    const value = persistenceOf(
      this.rates.subarray(first, last + 1),
      this.hours.subarray(first, last + 1),
      this.hourly.subarray(first, last + 1),
    );
    this.known = { first, last, value };
    return value;
  }
}

/** Infinity past the end: no row is ever published there. */
function at(column: Float64Array, row: number): number {
  return column[row] ?? Infinity;
}
