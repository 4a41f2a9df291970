import { OLD_AFTER_POLLS, type MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { DomainError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RatesNow } from '../desk/desk-options.js';
import { ratesOf } from './rates-of.js';
import { Reminder } from '../concerns/reminder.js';

export interface MonitorOptions {
  readonly exchange: Exchange;
  /** Whether the desk trades there: spot is asked for only then. */
  readonly isTraded: boolean;
  readonly pollSeconds: number;
  /** How long the first rates are waited for without a warning. */
  readonly firstPollTimeoutSeconds: number;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  /** New rates are there. */
  readonly onRates: (rates: MarketRates) => void;
}

/** New listings and new spot markets are learned of this often. */
const LIST_AGAIN_MS = 600_000;

/** Until the first answer it is asked for more often than later. */
const FIRST_RETRY_MS = 1_000;

/** Asks the exchange again and again for the current rates and prices of all USDT perpetuals. */
export class RatesMonitor {
  private rates: MarketRates | undefined;
  /** Of the monotonic clock: an old answer is old whatever the exchange's clock says. */
  private askedAtMs = -Infinity;
  private markets: readonly Market[] = [];
  private listedAtMs = -Infinity;
  private trouble: string | undefined;
  private readonly startedAtMs = performance.now();
  private readonly reminder: Reminder;

  constructor(private readonly options: MonitorOptions) {
    this.reminder = new Reminder((what) =>
      options.logger.warn({ for: what }, 'No rates yet, waiting on'),
    );
  }

  /** The last poll; undefined before the first. */
  now(): RatesNow | undefined {
    return this.rates && { rates: this.rates, stale: this.ageMs() > this.longestMs };
  }

  /** Infinite before the first poll. */
  ageMs(): number {
    return performance.now() - this.askedAtMs;
  }

  /** What is waited for, in one sentence; undefined while the rates are fresh. */
  waitsFor(): string | undefined {
    const now = this.now();
    const why = this.trouble === undefined ? '' : `: ${this.trouble}`;
    if (!now) return `the first rates of ${this.options.exchange.id}${why}`;
    if (!now.stale) return undefined;
    return `new rates of ${this.options.exchange.id}, the last ones are ${Math.round(this.ageMs() / 1000)} s old${why}`;
  }

  /** Runs until the signal aborts. */
  async run(): Promise<void> {
    const { stopping } = this.options;
    while (!stopping.aborted) {
      const startedMs = performance.now();
      await this.pollOnce(startedMs);
      this.reportWhenLate();
      const everyMs = this.rates ? this.pollMs : Math.min(this.pollMs, FIRST_RETRY_MS);
      const leftMs = Math.max(0, startedMs + everyMs - performance.now());
      await sleep(leftMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  private async pollOnce(startedMs: number): Promise<void> {
    const { exchange, logger, stopping, onRates } = this.options;
    try {
      const rates = await this.poll(startedMs);
      const isFirst = this.rates === undefined;
      this.rates = rates;
      this.askedAtMs = startedMs;
      if (this.trouble !== undefined) logger.info('The exchange gives rates again');
      if (isFirst) this.reportFirst(rates);
      this.trouble = undefined;
      onRates(rates);
    } catch (error) {
      if (stopping.aborted) return;
      if (!(error instanceof DomainError)) throw error;
      if (this.trouble === undefined && this.rates) {
        logger.warn(
          { exchange: exchange.id, ...error.context, error: error.message },
          'The exchange gives no rates now, asking on',
        );
      }
      this.trouble = error.message;
    }
  }

  private async poll(startedMs: number): Promise<MarketRates> {
    const { exchange, isTraded, pollSeconds } = this.options;
    if (startedMs - this.listedAtMs >= LIST_AGAIN_MS) {
      this.markets = await exchange.markets();
      if (isTraded) await exchange.tradingRules();
      this.listedAtMs = startedMs;
    }
    // The prices are at least as new as the time that is published with them.
    const atMs = Math.round(await exchange.serverTimeMs());
    const [tickers, spots] = await Promise.all([
      exchange.tickers(),
      isTraded ? exchange.spotTickers() : [],
    ]);
    return {
      v: 1,
      atMs,
      exchange: exchange.id,
      source: exchange.source(),
      pollSeconds,
      markets: ratesOf(this.markets, tickers, spots),
    };
  }

  private reportFirst({ markets, source }: MarketRates): void {
    this.reminder.over();
    const spot = markets.filter((market) => market.spot !== null).length;
    this.options.logger.info(
      { source, markets: markets.length, withSpot: spot },
      'The first rates are there',
    );
  }

  private reportWhenLate(): void {
    if (this.rates || this.options.stopping.aborted) return;
    const quietMs = this.options.firstPollTimeoutSeconds * 1_000;
    if (performance.now() - this.startedAtMs >= quietMs) {
      this.reminder.waiting(this.waitsFor() ?? '');
    }
  }

  private get pollMs(): number {
    return this.options.pollSeconds * 1_000;
  }

  private get longestMs(): number {
    return OLD_AFTER_POLLS * this.pollMs;
  }
}
