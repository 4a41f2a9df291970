import {
  announcedRun,
  type AnnouncedRun,
} from '@fullcarry/domain/completeness/schedule/announced-schedule';
import type { MarketTicker } from '@fullcarry/domain/market/market';
import { floorTo, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { ScheduleStore } from '@fullcarry/history/proof/schedule-store';
import type { StoredMarket } from '@fullcarry/history/markets/stored-series';
import type { RetryPolicy } from '../fetch/retry-policy.js';
import { InstrumentReadings } from '../universe/instrument-readings.js';
import type { ReadLists } from '../universe/read-lists.js';

/** An exchange may change an interval at any time, some minutes before it holds. */
const ASK_EVERY_MS = 5 * MINUTE_MS;

/** All settle on whole hours: what holds at the next one is asked for once more before it, with time for two passes. */
const BEFORE_THE_HOUR_MS = 90_000;

/**
 * Keeps what the exchange announces: the next settlement of each market, and the end of a listing; and once a day what
 * it lists. Tickers are asked
 * for shortly before and after every full hour, again while one still calls a settlement "next" whose time has come, and every few
 * minutes.
 */
export class Announcements {
  private readonly markets: MarketStore;
  private readonly schedules: ScheduleStore;
  private readonly readings: InstrumentReadings;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private isLagging = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly retryPolicy: RetryPolicy,
    database: Database,
  ) {
    this.markets = new MarketStore(database);
    this.schedules = new ScheduleStore(database);
    this.readings = new InstrumentReadings(exchange, database);
  }

  /** When tickers should be asked for again, by the exchange's time. */
  isDue(nowMs: number): boolean {
    return (
      this.isLagging ||
      hourLiesBetween(this.askedAtMs, nowMs) ||
      hourLiesBetween(this.askedAtMs + BEFORE_THE_HOUR_MS, nowMs + BEFORE_THE_HOUR_MS) ||
      nowMs - this.askedAtMs >= ASK_EVERY_MS
    );
  }

  /**
   * `seen`: lists that were asked for a moment ago, after `nowMs` was answered.
   *
   * Returns the tracked markets that the exchange does not list any more and of which it publishes no end.
   */
  async observe(nowMs: number, seen?: ReadLists): Promise<readonly StoredMarket[]> {
    if (!seen && !this.isDue(nowMs)) return [];
    const tracked = await this.markets.tracked(this.exchange.id);
    const lists = seen ?? (await this.askLists(tracked));
    const { tickers } = lists;
    await this.readings.note(lists, nowMs);
    await this.note(tracked, tickers, nowMs);
    this.askedAtMs = nowMs;
    this.isLagging = tickers.some(
      ({ symbol, nextFundingAtMs }) =>
        nextFundingAtMs <= nowMs &&
        nowMs - nextFundingAtMs < HOUR_MS &&
        tracked.some((market) => market.symbol === symbol),
    );
    const listed = new Set(tickers.map((ticker) => ticker.symbol));
    const gone: StoredMarket[] = [];
    for (const market of tracked) {
      if (listed.has(market.symbol) || market.delistedAtMs !== undefined) continue;
      const endedAtMs = await this.retryPolicy.ask(
        { asked: 'delisting', symbol: market.symbol },
        () => this.exchange.delistedAtMs(market),
      );
      if (endedAtMs === undefined) gone.push(market);
      else await this.markets.setDelisted(market.id, endedAtMs);
    }
    return gone;
  }

  private async askLists(tracked: readonly StoredMarket[]): Promise<ReadLists> {
    // The tickers are those of the markets last listed: one that left must not pass for a lost ticker.
    const listed = await this.retryPolicy.ask({ asked: 'markets' }, () => this.exchange.markets());
    const ends = new Map(listed.map(({ symbol, endsAtMs }) => [symbol, endsAtMs]));
    for (const { id, symbol, delistedAtMs } of tracked) {
      const endsAtMs = ends.get(symbol);
      if (endsAtMs !== undefined && endsAtMs !== delistedAtMs) {
        await this.markets.setDelisted(id, endsAtMs);
      }
    }
    const tickers = await this.retryPolicy.ask({ asked: 'tickers' }, () => this.exchange.tickers());
    return { listed, tickers };
  }

  private async note(
    tracked: readonly StoredMarket[],
    tickers: readonly MarketTicker[],
    nowMs: number,
  ): Promise<void> {
    const bySymbol = new Map(tickers.map((ticker) => [ticker.symbol, ticker]));
    const funding = await this.markets.fundingSeries(tracked.map(({ id }) => id));
    const runs = await this.schedules.runs([...funding.values()]);
    for (const market of tracked) {
      const ticker = bySymbol.get(market.symbol);
      const seriesId = funding.get(market.id);
      if (!ticker || seriesId === undefined) continue;
      const run = runOf(runs.get(seriesId)?.at(-1), ticker, nowMs);
      if (run) await this.schedules.save(seriesId, run);
    }
  }
}

function hourLiesBetween(fromMs: number, toMs: number): boolean {
  return floorTo(fromMs, HOUR_MS) !== floorTo(toMs, HOUR_MS);
}

function runOf(last: AnnouncedRun | undefined, ticker: MarketTicker, nowMs: number) {
  return announcedRun(last, {
    observedAtMs: Math.round(nowMs),
    nextAtMs: floorTo(ticker.nextFundingAtMs + MINUTE_MS / 2, MINUTE_MS),
    intervalMs: ticker.fundingIntervalMinutes * MINUTE_MS,
  });
}
