import type { Candle } from '@fullcarry/domain/candle';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import {
  checkSettlementPage,
  type CheckedSettlementPage,
} from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { CandleSeries } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { RetryPolicy } from './retry-policy.js';

/** Pages that were checked. A page that can't be had or believed is asked for again. */
export class PageReader {
  /** Settlements that were set aside and have been logged. */
  private readonly logged = new Set<string>();

  constructor(
    readonly exchange: Exchange,
    private readonly retryPolicy: RetryPolicy,
    private readonly logger: Logger,
  ) {}

  /** One page of candles in ascending order; `window` is at most one page wide. */
  candles(
    market: Market,
    { kind, timeframe }: CandleSeries,
    window: TimeWindow,
  ): Promise<Candle[]> {
    return this.retryPolicy.ask({ symbol: market.symbol, kind, timeframe, ...window }, async () =>
      checkCandlePage(
        await this.exchange.candlePage(market, timeframe, window, kind),
        window,
        timeframeMs(timeframe),
        kind,
      ),
    );
  }

  /**
   * One page of the settlements of the window, in ascending order, from the end that a full page holds. A row that
   * can't be read is set aside when a second answer has it too, and logged once.
   */
  async settlements(market: Market, window: TimeWindow): Promise<CheckedSettlementPage> {
    const read = () =>
      this.retryPolicy.ask({ symbol: market.symbol, ...window }, async () =>
        checkSettlementPage(await this.exchange.settlementPage(market, window), window),
      );
    const page = await read();
    if (page.setAside.length === 0) return page;
    const again = await read();
    for (const { stamp, rate, fault } of again.setAside) {
      const fields = { exchange: market.exchange, symbol: market.symbol, stamp, rate, fault };
      const key = JSON.stringify(fields);
      if (!this.logged.has(key)) this.logger.warn(fields, 'Settlement set aside');
      this.logged.add(key);
    }
    return again;
  }
}
