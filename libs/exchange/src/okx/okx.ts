import { assertCandleKind, type AskOfKind } from '../rows/candle-page.js';
import type { Candle } from '@fullcarry/domain/candle';
import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import { PermanentError } from '@fullcarry/domain/errors';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import type { CandleKind } from '@fullcarry/domain/series';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { HeldSpot, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import okx from 'ccxt/js/src/okx.js';
import type { ExchangeOptions } from '../exchange-options.js';
import type { Exchange } from '../exchange.js';
import { ExchangeTransport } from '../transport/exchange-transport.js';
import { withHeldSpots } from '../spot/with-held-spots.js';
import { BaseExchange } from '../transport/base-exchange.js';
import { candleQuestion, readCandles } from './okx-candles.js';
import { judgeOkx } from './okx-envelope.js';
import {
  CANDLE_PATHS,
  type OkxCandleKind,
  BOOKS_PATH,
  FUNDING_PATH,
  OKX_HOLDS,
  OKX_LIMITS,
  okxWeight,
} from './okx-limits.js';
import { OkxListing } from './okx-listing.js';
import { bookQuestion, readBook } from './okx-order-book.js';
import { readServerTimeMs } from './okx-server-time.js';
import { readSettlements, settlementQuestion } from './okx-settlements.js';
import { readSpotTickers } from './okx-spot-tickers.js';
import { readTickers } from './okx-tickers.js';
import { perpetualRulesOf, readTradingRules } from './okx-trading-rules.js';
import { readableRules } from '../rows/readable-rules.js';

const ID = 'okx';

/**
 * OKX v5, linear swaps and their spot counterparts, through ccxt's implicit methods: those give the answer
 * as it came, with decimals as text. Quantities are in coins throughout, never in contracts.
 */
export class Okx extends BaseExchange implements Exchange {
  readonly id = ID;
  readonly limits = OKX_LIMITS;
  private readonly api: okx;
  private readonly listing: OkxListing;

  constructor(options: ExchangeOptions) {
    super(
      new ExchangeTransport(
        { exchange: ID, limits: OKX_LIMITS, holds: OKX_HOLDS, weight: okxWeight, judge: judgeOkx },
        options,
      ),
      options.logger,
    );
    this.api = new okx(this.transport.ccxtSettings());
    this.transport.handOn(this.api);
    if (options.url !== undefined) this.api.urls.api = { rest: options.url };
    this.listing = new OkxListing(this.transport, this.api, this.rows);
  }

  protected async readServerTimeMs(): Promise<number> {
    return readServerTimeMs(await this.transport.ask(() => this.api.publicGetPublicTime(), {}));
  }

  async markets(): Promise<readonly Market[]> {
    return [...(await this.listing.askListed()).values()].map(({ market }) => market);
  }

  perpetualRules(): ReadonlyMap<string, PerpetualRules> {
    return readableRules(this.listing.lastListed, perpetualRulesOf);
  }

  /** OKX lists no swap that has ended; its end is known when the list announced it before. */
  async delistedAtMs(market: Market): Promise<number | undefined> {
    const endMs = await this.listing.endOf(market.nativeId);
    // A name can be used again: an end before this market's beginning was the end of another one.
    return endMs !== undefined && endMs > (market.listedAtMs ?? 0) ? endMs : undefined;
  }

  async tickers(): Promise<readonly MarketTicker[]> {
    const listed = await this.listing.listed();
    const tickers = await this.askTickers('SWAP');
    const funding = await this.transport.ask(
      () => this.api.publicGetPublicFundingRate({ instId: 'ANY' }),
      {},
    );
    const marks = await this.transport.ask(
      () => this.api.publicGetPublicMarkPrice({ instType: 'SWAP' }),
      {},
    );
    return readTickers(this.rows, { tickers, funding, marks }, listed);
  }

  async tradingRules(): Promise<readonly TradingRules[]> {
    const legs = await this.listing.legsAnew();
    const context = { exchange: ID, endpoint: '/api/v5/public/instruments' };
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
    return readSpotTickers(this.rows, await this.askTickers('SPOT'), counterparts);
  }

  async candlePage(
    market: Market,
    timeframe: Timeframe,
    window: TimeWindow,
    kind: CandleKind = 'candles',
  ): Promise<readonly Candle[]> {
    assertCandleKind(kind, OKX_LIMITS.candleKinds);
    const question = candleQuestion(market, kind, timeframe, window);
    const endpoint = CANDLE_PATHS[kind];
    const context = { exchange: ID, endpoint, symbol: question.instId, ...question };
    const asks: AskOfKind<OkxCandleKind> = {
      candles: () => this.api.publicGetMarketHistoryCandles(question),
      'mark-candles': () => this.api.publicGetMarketHistoryMarkPriceCandles(question),
      'spot-candles': () => this.api.publicGetMarketHistoryCandles(question),
    };
    const payload = await this.transport.ask(asks[kind], context);
    return readCandles(payload, kind, context);
  }

  async settlementPage(market: Market, window: TimeWindow): Promise<readonly ReportedSettlement[]> {
    const question = settlementQuestion(market, window);
    const context = { exchange: ID, endpoint: FUNDING_PATH, symbol: market.nativeId, ...question };
    const payload = await this.transport.ask(
      () => this.api.publicGetPublicFundingRateHistory(question),
      context,
    );
    return readSettlements(payload, market, window, context);
  }

  /** PermanentError also for a swap that is not listed: how much its contracts stand for is not known then. */
  async orderBook(market: BookMarket): Promise<OrderBook> {
    const question = bookQuestion(market);
    const context = { exchange: ID, endpoint: BOOKS_PATH, symbol: market.nativeId, ...question };
    const isSpot = market.instrument === 'spot';
    const listed = isSpot ? undefined : (await this.listing.listed()).get(market.nativeId);
    if (!isSpot && !listed) {
      throw new PermanentError('The exchange lists no such swap', context, { scope: 'request' });
    }
    const payload = await this.transport.ask(
      () => this.api.publicGetMarketBooks(question),
      context,
    );
    return readBook(payload, listed?.swap, context);
  }

  private askTickers(instType: 'SWAP' | 'SPOT'): Promise<unknown> {
    return this.transport.ask(() => this.api.publicGetMarketTickers({ instType }), {});
  }
}
