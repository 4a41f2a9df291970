import type { Candle } from '@fullcarry/domain/candle';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import type { CandleKind } from '@fullcarry/domain/series';
import { assertCandleKind } from '../rows/candle-page.js';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { HeldSpot, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import { HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import hyperliquid from 'ccxt/js/src/hyperliquid.js';
import type { ExchangeOptions } from '../exchange-options.js';
import type { Exchange } from '../exchange.js';
import { ExchangeTransport } from '../transport/exchange-transport.js';
import { BaseExchange } from '../transport/base-exchange.js';
import { candleQuestion, readCandles } from './hyperliquid-candles.js';
import { hyperliquidWeight } from './hyperliquid-weight.js';
import { judgeHyperliquid } from './hyperliquid-judge.js';
import { HYPERLIQUID_HOLDS, HYPERLIQUID_LIMITS } from './hyperliquid-limits.js';
import { HyperliquidListing } from './lists/hyperliquid-listing.js';
import { bookQuestion, readBook } from './hyperliquid-order-book.js';
import { readServerTimeMs } from './hyperliquid-server-time.js';
import { readSettlements, settlementQuestion } from './hyperliquid-settlements.js';
import type { SpotMatch } from './lists/hyperliquid-match-spot.js';
import { spotTickerOf } from './lists/hyperliquid-spot-ticker.js';
import { readTickers } from './lists/hyperliquid-tickers.js';
import { readableRules } from '../rows/readable-rules.js';
import { perpetualRulesOf, tradingRulesOf } from './lists/hyperliquid-trading-rules.js';
import { tradingEndMs } from './lists/hyperliquid-trading-end.js';

const ID = 'hyperliquid';

/**
 * Hyperliquid's perpetuals of the main dex, settled in USDC, and their spot counterparts. All of it is
 * POST /info with a `type`, through ccxt's implicit method, which gives the answer as it came.
 */
export class Hyperliquid extends BaseExchange implements Exchange {
  readonly id = ID;
  readonly limits = HYPERLIQUID_LIMITS;
  private readonly api: hyperliquid;
  private readonly listing: HyperliquidListing;

  constructor(options: ExchangeOptions) {
    super(
      new ExchangeTransport(
        {
          exchange: ID,
          limits: HYPERLIQUID_LIMITS,
          holds: HYPERLIQUID_HOLDS,
          weight: hyperliquidWeight,
          judge: judgeHyperliquid,
        },
        options,
      ),
      options.logger,
    );
    this.api = new hyperliquid(this.transport.ccxtSettings());
    this.transport.handOn(this.api);
    const { url } = options;
    if (url !== undefined) this.api.urls.api = { public: url, private: url };
    this.listing = new HyperliquidListing((type) => this.askInfo(type), this.api, this.rows);
  }

  protected async readServerTimeMs(): Promise<number> {
    return readServerTimeMs(await this.askInfo('exchangeStatus'));
  }

  async markets(): Promise<readonly Market[]> {
    return [...(await this.listing.askListed()).values()].map(({ market }) => market);
  }

  perpetualRules(): ReadonlyMap<string, PerpetualRules> {
    return readableRules(this.listing.lastListed, perpetualRulesOf);
  }

  /**
   * Not published anywhere: its first settlement tells, which came within an hour of it. The minute after the
   * hour before is given, in which no settlement was due.
   */
  async listedAtMs(market: Market): Promise<number | undefined> {
    const window = { fromMs: 0, toMs: await this.serverTimeMs() };
    const [first] = checkSettlementPage(await this.settlementPage(market, window), window).rows;
    return first && first.settledAtMs - HOUR_MS + MINUTE_MS;
  }

  /** That a market is delisted is published, when is not: its last trade tells. */
  async delistedAtMs(market: Market): Promise<number | undefined> {
    if (!(await this.listing.isDelisted(market))) return undefined;
    return tradingEndMs(await this.serverTimeMs(), (timeframe, window) =>
      this.candlePage(market, timeframe, window),
    );
  }

  async tickers(): Promise<readonly MarketTicker[]> {
    const listed = await this.listing.listed();
    const nowMs = await this.serverTimeMs();
    const context = { exchange: ID, type: 'metaAndAssetCtxs' };
    const contexts = await this.listing.askAssetContexts();
    const markets = new Map([...listed].map(([nativeId, { market }]) => [nativeId, market]));
    return readTickers(this.rows, contexts, markets, nowMs, context);
  }

  async tradingRules(): Promise<readonly TradingRules[]> {
    const counterparts = await this.listing.askCounterparts();
    const listed = await this.listing.listed();
    return [...listed.values()].map(({ market: { symbol }, perpetual }) =>
      tradingRulesOf(symbol, perpetual.szDecimals, counterparts.get(symbol)),
    );
  }

  async spotTickers(held: readonly HeldSpot[] = []): Promise<readonly SpotTicker[]> {
    const context = { exchange: ID, type: 'spotMetaAndAssetCtxs' };
    const about = {
      list: 'spot tickers',
      nameOf: ([, { spot }]: readonly [string, SpotMatch]) => spot.nativeId,
      context,
    };
    const counterparts = [...(await this.listing.counterpartsNow(held))];
    return this.rows.read(about, counterparts, ([symbol, match]) =>
      spotTickerOf(symbol, match, context),
    );
  }

  async candlePage(
    market: Market,
    timeframe: Timeframe,
    window: TimeWindow,
    kind: CandleKind = 'candles',
  ): Promise<readonly Candle[]> {
    assertCandleKind(kind, HYPERLIQUID_LIMITS.candleKinds);
    const question = candleQuestion(market, kind, timeframe, window);
    const context = { exchange: ID, type: 'candleSnapshot', symbol: question.coin, ...question };
    const payload = await this.askInfo(context.type, { req: question });
    return readCandles(payload, question, context);
  }

  async settlementPage(market: Market, window: TimeWindow): Promise<readonly ReportedSettlement[]> {
    const question = settlementQuestion(market, window);
    const context = { exchange: ID, type: 'fundingHistory', symbol: market.nativeId, ...question };
    return readSettlements(await this.askInfo(context.type, question), market, context);
  }

  async orderBook(market: BookMarket): Promise<OrderBook> {
    const question = bookQuestion(market);
    const context = { exchange: ID, type: 'l2Book', symbol: market.nativeId, ...question };
    return readBook(await this.askInfo(context.type, question), market, context);
  }

  private askInfo(type: string, question: object = {}): Promise<unknown> {
    return this.transport.ask(() => this.api.publicPostInfo({ type, ...question }), { type });
  }
}
