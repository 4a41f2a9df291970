import { seriesInMarket } from '@fullcarry/domain/series';
import type { DataState } from '@fullcarry/contracts/facts/data-progress-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Announcer } from './announcer.js';
import type { RetryPolicy } from '../fetch/retry-policy.js';

import { seriesByMarket } from './series-by-market.js';
import { ProgressMeter } from './progress-meter.js';
import { rowProgress, rowsToAsk, type TrackedSeries } from '../plan/tracked-series.js';

export interface RunPhase {
  readonly state: DataState;
  readonly reason: string | null;
  readonly pagesTotal: number;
  readonly pagesLeft: number;
}

interface MarketRows {
  readonly symbol: string;
  readonly nativeId: string;
  readonly isDone: boolean;
  readonly rowsDone: number;
  readonly rowsTotal: number;
  readonly text: string;
  readonly series: readonly TrackedSeries[];
}

/** Publishes how far the history is: all of it, and each market that moved. */
export class ProgressReporter {
  private readonly meter = new ProgressMeter();
  private readonly published = new Map<string, string>();
  private currentSymbol: string | null = null;
  private last:
    { readonly tracked: readonly TrackedSeries[]; readonly phase: RunPhase } | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly announcer: Announcer,
    private readonly retryPolicy: RetryPolicy,
  ) {}

  /** Publishes everything again with the next report: whoever spoke until now may not have. */
  forget(): void {
    this.published.clear();
  }

  /** Publishes the last report again, with another reason when one is given. */
  repeat(reason = this.last?.phase.reason ?? null): void {
    if (!this.last) return;
    const { tracked, phase } = this.last;
    this.publish(tracked, { ...phase, reason });
  }

  report(tracked: readonly TrackedSeries[], phase: RunPhase): void {
    this.last = { tracked, phase };
    this.publish(tracked, phase);
  }

  private publish(tracked: readonly TrackedSeries[], phase: RunPhase): void {
    const atMs = Date.now();
    const markets = byMarket(tracked);
    for (const market of markets) this.publishIfMoved(market, atMs);
    const rowsDone = sum(markets.map((market) => market.rowsDone));
    const rowsTotal = sum(markets.map((market) => market.rowsTotal));
    this.meter.note(atMs, rowsDone);
    this.announcer.publishProgress({
      v: 1,
      atMs,
      exchange: this.exchange.id,
      source: this.exchange.source(),
      state: phase.state,
      reason: this.retryPolicy.trouble ?? phase.reason,
      currentSymbol: phase.pagesLeft > 0 ? this.currentSymbol : null,
      pairsDone: markets.filter((market) => market.isDone).length,
      pairsTotal: markets.length,
      pagesDone: phase.pagesTotal - Math.min(phase.pagesLeft, phase.pagesTotal),
      pagesTotal: phase.pagesTotal,
      rowsDone,
      rowsTotal,
      percent: rowsTotal > 0 ? (100 * rowsDone) / rowsTotal : 0,
      rowsPerSecond: this.meter.perSecond,
      etaSeconds: this.meter.secondsFor(rowsTotal - rowsDone) ?? null,
      heldUntilMs: this.heldUntilMs(),
    });
  }

  private publishIfMoved(market: MarketRows, atMs: number): void {
    if (this.published.get(market.symbol) === market.text) return;
    if (this.published.has(market.symbol)) this.currentSymbol = market.symbol;
    this.published.set(market.symbol, market.text);
    this.announcer.publishMarket({
      v: 1,
      atMs,
      exchange: this.exchange.id,
      symbol: market.symbol,
      nativeId: market.nativeId,
      series: market.series.map((one) => {
        const { done, total } = rowProgress(one);
        return {
          series: seriesInMarket(one.series.key),
          rowsDone: done,
          rowsTotal: total,
          missing: rowsToAsk(one),
        };
      }),
    });
  }

  private heldUntilMs(): number | null {
    const { heldUntilMs } = this.exchange.usage();
    return heldUntilMs === undefined ? null : Math.round(heldUntilMs);
  }
}

function byMarket(tracked: readonly TrackedSeries[]): MarketRows[] {
  return seriesByMarket(tracked).map(({ market, series }) => {
    const rows = series.map(rowProgress);
    return {
      symbol: market.symbol,
      nativeId: market.nativeId,
      isDone: series.every((one) => rowsToAsk(one) === 0),
      rowsDone: sum(rows.map((row) => row.done)),
      rowsTotal: sum(rows.map((row) => row.total)),
      text: JSON.stringify(rows),
      series,
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
