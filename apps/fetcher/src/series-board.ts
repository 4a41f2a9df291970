import type { MarketTicker } from '@fullcarry/domain/market';
import { floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { CompletenessStore } from '@fullcarry/history/completeness-store';
import type { Database } from '@fullcarry/history/database';
import { MarketStore } from '@fullcarry/history/market-store';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import type { LostHistory } from './lost-history.js';
import type { Patience } from './patience.js';
import { wantedOf, type TrackedSeries } from './tracked-series.js';

/** Reads what is wanted and what is known of every tracked series. */
export class SeriesBoard {
  private readonly markets: MarketStore;
  private readonly completeness: CompletenessStore;
  private tickers = new Map<string, MarketTicker>();
  private tickersAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly exchange: Exchange,
    private readonly patience: Patience,
    database: Database,
    private readonly lostHistory: LostHistory,
    private readonly options: { readonly timeframe: Timeframe; readonly lookbackDays: number },
  ) {
    this.markets = new MarketStore(database);
    this.completeness = new CompletenessStore(database);
  }

  /**
   * Brings the funding schedule up to date: settlements happen on the hour, so one look an hour tells all
   * that can be due. A tracked market that has no ticker any more may have been delisted, and is asked about.
   *
   * `seen`: tickers that were asked for a moment ago, after `nowMs` was told.
   */
  async refreshSchedule(nowMs: number, seen?: readonly MarketTicker[]): Promise<void> {
    if (floorTo(nowMs, HOUR_MS) === floorTo(this.tickersAtMs, HOUR_MS)) return;
    const tickers = seen ?? (await this.askTickers());
    this.tickers = new Map(tickers.map((ticker) => [ticker.symbol, ticker]));
    for (const market of await this.markets.tracked(this.exchange.id)) {
      if (this.tickers.has(market.symbol) || market.delistedAtMs !== undefined) continue;
      const delistedAtMs = await this.patience.ask(
        { asked: 'delisting', symbol: market.symbol },
        () => this.exchange.delistedAtMs(market),
      );
      if (delistedAtMs !== undefined) await this.markets.setDelisted(market.id, delistedAtMs);
    }
    this.tickersAtMs = nowMs;
  }

  private async askTickers(): Promise<readonly MarketTicker[]> {
    // The tickers are those of the markets last listed: one that left must not pass for a lost ticker.
    await this.patience.ask({ asked: 'markets' }, () => this.exchange.markets());
    return this.patience.ask({ asked: 'tickers' }, () => this.exchange.tickers());
  }

  /** Every tracked series as it is wanted at the exchange's time `nowMs`. */
  async read(nowMs: number): Promise<TrackedSeries[]> {
    const series = await this.markets.trackedSeries(this.exchange.id, this.options.timeframe);
    const ids = series.map((one) => one.id);
    const coverage = await this.completeness.coverage(ids);
    const gaps = await this.completeness.gaps(ids);
    const tracked: TrackedSeries[] = [];
    for (const one of series) {
      const known = { coverage: coverage.get(one.id) ?? [], gaps: gaps.get(one.id) ?? [] };
      const wanted = { series: one, ...this.wanted(one, nowMs), ...known };
      tracked.push(await this.lostHistory.record(wanted, nowMs));
    }
    return tracked;
  }

  private wanted(series: StoredSeries, nowMs: number) {
    const ticker = this.tickers.get(series.market.symbol);
    return wantedOf(series, nowMs, this.options.lookbackDays, ticker);
  }
}
