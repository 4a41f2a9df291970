import type { Candle } from '@fullcarry/domain/candle';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market';
import type { Settlement } from '@fullcarry/domain/settlement';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Patience } from './patience.js';

/** Pages that were checked. A page that can't be had or believed is asked for again. */
export class PageReader {
  constructor(
    readonly exchange: Exchange,
    private readonly patience: Patience,
  ) {}

  /** One page of candles in ascending order; `window` is at most one page wide. */
  candles(market: Market, timeframe: Timeframe, window: TimeWindow): Promise<Candle[]> {
    return this.patience.ask({ symbol: market.symbol, timeframe, ...window }, async () =>
      checkCandlePage(
        await this.exchange.candlePage(market, timeframe, window),
        window,
        timeframeMs(timeframe),
      ),
    );
  }

  /** One page of the settlements of the window, in ascending order, from the end that a full page holds. */
  settlements(market: Market, window: TimeWindow): Promise<Settlement[]> {
    return this.patience.ask({ symbol: market.symbol, ...window }, async () =>
      checkSettlementPage(await this.exchange.settlementPage(market, window), window),
    );
  }
}
