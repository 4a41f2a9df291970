import type { Candle } from '@fullcarry/domain/candle';
import { TransientError } from '@fullcarry/domain/errors';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import { ceilTo, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import { candlesOfPage } from '@fullcarry/exchange/rows/candle-page';
import type {
  Exchange,
  ExchangeLimits,
  ExchangeSource,
  RateLimiters,
} from '@fullcarry/exchange/exchange';
import type { RateLimit } from '@fullcarry/exchange/limits/rate-limit';
import { RateLimiter, type RequestUsage } from '@fullcarry/exchange/limits/rate-limiter';
import type { LeftOutRow } from '@fullcarry/exchange/rows/row-reader';
import { usageOf } from '@fullcarry/exchange/limits/usage-of';
import {
  answerDelisting,
  answerListing,
  answerMarkets,
  answerPerpetualRules,
  answerTickers,
  answerTradingRules,
  SIMULATED,
} from './market-answers.js';
import { answerCandles, answerSettlements } from './page-answers.js';
import type { World } from '../world.js';

/** More than anybody asks for in a millisecond: the rate limiter counts, and never lets anybody wait. */
const NO_LIMIT: RateLimit = { name: SIMULATED, most: 1_000_000_000, windowMs: 1, heaviest: 1 };

/**
 * The exchange of a world as one client sees it, at the world's own time: what is visible by then, with the
 * faults that are due. Several may be opened on one world, one for each fetcher.
 *
 * Its errors carry no hold: a rate limiter holds in real time, which does not pass here.
 */
export class SimulatedExchange implements Exchange {
  readonly id = SIMULATED;
  readonly limits: ExchangeLimits;
  readonly limiters: RateLimiters = [new RateLimiter(NO_LIMIT, 1)];
  private hasAnswered = false;
  private isClosed = false;

  constructor(private readonly world: World) {
    const { candlesPerPage, settlementsPerPage, fullPageHolds } = world.timeLine.traits;
    this.limits = {
      candleKinds: ['candles'],
      candlesPerPage,
      settlementsPerPage,
      fullPageHolds,
      rates: [NO_LIMIT],
    };
  }

  serverTimeMs(): Promise<number> {
    return this.ask(() => this.world.clock.nowMs);
  }

  markets(): Promise<readonly Market[]> {
    return this.ask(() => answerMarkets(this.world));
  }

  perpetualRules(): ReadonlyMap<string, PerpetualRules> {
    return answerPerpetualRules(this.world);
  }

  listedAtMs(market: Market): Promise<number | undefined> {
    return this.ask(() => answerListing(this.world, market.nativeId));
  }

  delistedAtMs(market: Market): Promise<number | undefined> {
    return this.ask(() => answerDelisting(this.world, market));
  }

  tickers(): Promise<readonly MarketTicker[]> {
    return this.ask(() => answerTickers(this.world));
  }

  tradingRules(): Promise<readonly TradingRules[]> {
    return this.ask(() => answerTradingRules(this.world));
  }

  spotTickers(): Promise<readonly SpotTicker[]> {
    return this.ask(() => []);
  }

  /** Errors: RangeError for another timeframe than the world has, too. */
  async candlePage(
    market: Market,
    timeframe: Timeframe,
    window: TimeWindow,
  ): Promise<readonly Candle[]> {
    const { traits } = this.world.timeLine;
    if (timeframe !== traits.timeframe) {
      throw new RangeError(`This world has candles of ${traits.timeframe}, not of ${timeframe}`);
    }
    candlesOfPage(window, timeframe, this.limits.candlesPerPage);
    return this.ask(() => answerCandles(this.world, market.nativeId, window));
  }

  async settlementPage(market: Market, window: TimeWindow): Promise<readonly ReportedSettlement[]> {
    if (ceilTo(window.fromMs, MINUTE_MS) >= window.toMs) {
      throw new RangeError('No whole minute lies in the window');
    }
    return this.ask(() =>
      answerSettlements(this.world, market.nativeId, window).map(({ stampedAtMs, rate }) => ({
        stamp: String(stampedAtMs),
        rate,
      })),
    );
  }

  source(): ExchangeSource {
    return this.hasAnswered ? 'live' : 'unknown';
  }

  leftOutRows(): readonly LeftOutRow[] {
    return [];
  }

  usage(): RequestUsage {
    return usageOf(this.limiters);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const limiter of this.limiters) limiter.close();
  }

  private async ask<Answer>(answer: () => Answer): Promise<Answer> {
    if (this.isClosed) throw new TransientError('The exchange adapter is closed');
    const [limiter] = this.limiters;
    await limiter.pass();
    try {
      const outage = this.world.faults.outageAt(this.world.clock.nowMs);
      if (outage) throw outage;
      const answered = answer();
      this.hasAnswered = true;
      return answered;
    } catch (error) {
      limiter.countFailure();
      throw error;
    }
  }
}
