import type { AskOfKind } from '../rows/candle-page.js';
import type { Candle } from '@fullcarry/domain/candle';
import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import type { CandleKind } from '@fullcarry/domain/series';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { HeldSpot, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import bybit from 'ccxt/js/src/bybit.js';
import type { ExchangeOptions } from '../exchange-options.js';
import type { Exchange } from '../exchange.js';
import { ExchangeTransport } from '../transport/exchange-transport.js';
import { withHeldSpots } from '../spot/with-held-spots.js';
import { BaseExchange } from '../transport/base-exchange.js';
import { candleQuestion, readCandles } from './bybit-candles.js';
import { judgeBybit } from './bybit-envelope.js';
import { BYBIT_HOLDS, BYBIT_LIMITS } from './bybit-limits.js';
import { BybitListing } from './lists/bybit-listing.js';
import { bookQuestion, readBook } from './bybit-order-book.js';
import { readServerTimeMs } from './bybit-server-time.js';
import { readSettlements, settlementQuestion } from './bybit-settlements.js';
import { readSpotTickers } from './lists/bybit-spot-tickers.js';
import { readTickers } from './lists/bybit-tickers.js';
import { perpetualRulesOf } from './lists/bybit-lot-size.js';
import { readableRules } from '../rows/readable-rules.js';
import { readTradingRules } from './lists/bybit-trading-rules.js';

const ID = 'bybit';
const CANDLE_PATHS: Readonly<Record<CandleKind, string>> = {
  candles: '/v5/market/kline',
  'mark-candles': '/v5/market/mark-price-kline',
  'spot-candles': '/v5/market/kline',
  'premium-candles': '/v5/market/premium-index-price-kline',
};
const TICKERS = { exchange: ID, endpoint: '/v5/market/tickers' };

/**
 * Bybit v5, linear contracts and their spot counterparts, through ccxt's implicit methods: those give the
 * answer as it came, with decimals as text. The unified ones make numbers of them, and empty lists of
 * broken answers.
 */
export class Bybit extends BaseExchange implements Exchange {
  readonly id = ID;
  readonly limits = BYBIT_LIMITS;
  private readonly api: bybit;
  private readonly listing: BybitListing;

  constructor(options: ExchangeOptions) {
    super(
      new ExchangeTransport(
        { exchange: ID, limits: BYBIT_LIMITS, holds: BYBIT_HOLDS, judge: judgeBybit },
        options,
      ),
      options.logger,
    );
    this.api = new bybit(this.transport.ccxtSettings());
    this.transport.handOn(this.api);
    const { url } = options;
    if (url !== undefined) {
      // Each part of the API has its own entry, and ccxt puts "https://api." before a bare host name.
      const parts = Object.keys(this.api.urls.api);
      this.api.urls.api = Object.fromEntries(parts.map((part) => [part, url]));
    }
    this.listing = new BybitListing(this.transport, this.api, this.rows);
  }

  protected async readServerTimeMs(): Promise<number> {
    return readServerTimeMs(await this.transport.ask(() => this.api.publicGetV5MarketTime(), {}));
  }

  async markets(): Promise<readonly Market[]> {
    return [...(await this.listing.askListed()).values()].map(({ market }) => market);
  }

  perpetualRules(): ReadonlyMap<string, PerpetualRules> {
    return readableRules(this.listing.lastListed, perpetualRulesOf);
  }

  async delistedAtMs(market: Market): Promise<number | undefined> {
    const ends = await this.listing.askEnds();
    // A name can be used again: an end before this market's beginning was the end of another one.
    return ends
      .filter(({ symbol }) => symbol === market.nativeId)
      .map(({ endedAtMs }) => endedAtMs)
      .find((atMs) => atMs !== undefined && atMs > (market.listedAtMs ?? 0));
  }

  async tickers(): Promise<readonly MarketTicker[]> {
    const listed = await this.listing.listed();
    return readTickers(this.rows, await this.askTickers('linear'), listed, TICKERS);
  }

  async tradingRules(): Promise<readonly TradingRules[]> {
    const legs = await this.listing.legsAnew();
    const context = { exchange: ID, endpoint: '/v5/market/instruments-info' };
    return this.rows.read(
      { list: 'lot sizes', nameOf: ({ market }) => market.nativeId, context },
      legs,
      (one) => readTradingRules(one, context),
    );
  }

  async spotTickers(held: readonly HeldSpot[] = []): Promise<readonly SpotTicker[]> {
    const legs = await this.listing.legs();
    const listed = new Map(
      legs.flatMap(({ market, spot }) => (spot ? [[market.symbol, spot.named]] : [])),
    );
    const counterparts = withHeldSpots(listed, held, this.listing.spotNativeIds());
    return readSpotTickers(this.rows, await this.askTickers('spot'), counterparts, TICKERS);
  }

  async candlePage(
    market: Market,
    timeframe: Timeframe,
    window: TimeWindow,
    kind: CandleKind = 'candles',
  ): Promise<readonly Candle[]> {
    const question = candleQuestion(market, kind, timeframe, window);
    const context = { exchange: ID, endpoint: CANDLE_PATHS[kind], ...question };
    const asks: AskOfKind = {
      candles: () => this.api.publicGetV5MarketKline(question),
      'mark-candles': () => this.api.publicGetV5MarketMarkPriceKline(question),
      'spot-candles': () => this.api.publicGetV5MarketKline(question),
      'premium-candles': () => this.api.publicGetV5MarketPremiumIndexPriceKline(question),
    };
    const payload = await this.transport.ask(asks[kind], context);
    return readCandles(payload, question, kind, context);
  }

  async settlementPage(market: Market, window: TimeWindow): Promise<readonly ReportedSettlement[]> {
    const question = settlementQuestion(market, window);
    const context = { exchange: ID, endpoint: '/v5/market/funding/history', ...question };
    const payload = await this.transport.ask(
      () => this.api.publicGetV5MarketFundingHistory(question),
      context,
    );
    return readSettlements(payload, market, context);
  }

  async orderBook(market: BookMarket): Promise<OrderBook> {
    const question = bookQuestion(market);
    const context = { exchange: ID, endpoint: '/v5/market/orderbook', ...question };
    const payload = await this.transport.ask(
      () => this.api.publicGetV5MarketOrderbook(question),
      context,
    );
    return readBook(payload, market, context);
  }

  private askTickers(category: 'linear' | 'spot'): Promise<unknown> {
    return this.transport.ask(() => this.api.publicGetV5MarketTickers({ category }), {});
  }
}
