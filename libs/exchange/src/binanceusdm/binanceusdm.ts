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
import binanceusdm from 'ccxt/js/src/binanceusdm.js';
import { z } from 'zod';
import type { ExchangeOptions } from '../exchange-options.js';
import type { Exchange, ExchangeSource } from '../exchange.js';
import { parsePayload } from '../transport/read-json-answer.js';
import { ExchangeTransport } from '../transport/exchange-transport.js';
import { withHeldSpots } from '../spot/with-held-spots.js';
import { BaseExchange } from '../transport/base-exchange.js';
import { BINANCE_ARCHIVE_URL, BinanceArchive } from './archive/binanceusdm-archive.js';
import { candleQuestion, readCandles } from './binanceusdm-candles.js';
import { binanceWeight } from './binanceusdm-weight.js';
import { judgeBinance } from './binanceusdm-judge.js';
import { CANDLE_PATHS, BINANCEUSDM_HOLDS, BINANCEUSDM_LIMITS } from './binanceusdm-limits.js';
import { BinanceListing } from './lists/binanceusdm-listing.js';
import { bookQuestion, readPerpetualBook, readSpotBook } from './binanceusdm-order-book.js';
import { readSettlements, settlementQuestion } from './binanceusdm-settlements.js';
import { readSpotTickers } from './lists/binanceusdm-spot-tickers.js';
import { readTickers } from './lists/binanceusdm-tickers.js';
import { perpetualRulesOf } from './lists/binanceusdm-lot-size.js';
import { readableRules } from '../rows/readable-rules.js';
import { readTradingRules } from './lists/binanceusdm-trading-rules.js';
import { RememberedAnswer } from './lists/remembered-answer.js';

const ID = 'binanceusdm';

const SERVER_TIME = z.object({ serverTime: z.number().int().positive() });

/**
 * Binance USD-M perpetuals and their spot counterparts, through ccxt's implicit methods: those give the answer
 * as it came, with decimals as text.
 */
export class BinanceUsdm extends BaseExchange implements Exchange {
  readonly id = ID;
  readonly limits = BINANCEUSDM_LIMITS;
  readonly archive: BinanceArchive | undefined;
  private readonly api: binanceusdm;
  private readonly listing: BinanceListing;
  /** These two change by the hour and cost as much as twenty polls of the rest. */
  private readonly days: RememberedAnswer;
  private readonly fundingInfo: RememberedAnswer;

  constructor(options: ExchangeOptions) {
    super(
      new ExchangeTransport(
        {
          exchange: ID,
          limits: BINANCEUSDM_LIMITS,
          holds: BINANCEUSDM_HOLDS,
          weight: binanceWeight,
          judge: judgeBinance,
        },
        options,
      ),
      options.logger,
    );
    this.api = new binanceusdm(this.transport.ccxtSettings());
    this.transport.handOn(this.api);
    const { url } = options;
    if (url !== undefined) {
      // Futures and spot have hosts of their own, and paths that tell them apart: only the origin changes.
      this.api.urls.api = Object.fromEntries(
        Object.entries(this.api.urls.api).map(([part, address]) => [
          part,
          url + new URL(String(address)).pathname,
        ]),
      );
    }
    this.archive = options.archive && archiveOf(options, () => this.source());
    this.listing = new BinanceListing(this.transport, this.api, this.rows);
    const speed = () => this.transport.clockSpeed();
    this.days = new RememberedAnswer(
      () => this.ask(() => this.api.fapiPublicGetTicker24hr()),
      speed,
    );
    this.fundingInfo = new RememberedAnswer(() => this.askFundingInfo(), speed);
  }

  override async close(): Promise<void> {
    this.archive?.close();
    await super.close();
  }

  protected async readServerTimeMs(): Promise<number> {
    const payload = await this.ask(() => this.api.fapiPublicGetTime());
    return parsePayload(SERVER_TIME, payload, { endpoint: '/fapi/v1/time' }).serverTime;
  }

  async markets(): Promise<readonly Market[]> {
    return [...(await this.listing.askListed()).values()].map(({ market }) => market);
  }

  /** Published as long as the symbol stands in the list, with another status than TRADING. */
  perpetualRules(): ReadonlyMap<string, PerpetualRules> {
    return readableRules(this.listing.lastListed, perpetualRulesOf);
  }

  async delistedAtMs(market: Market): Promise<number | undefined> {
    const ends = await this.listing.askEnds();
    const endedAtMs = ends.find(({ symbol }) => symbol === market.nativeId)?.endedAtMs;
    // A name can be used again: an end before this market's beginning was the end of another one.
    return endedAtMs !== undefined && endedAtMs > (market.listedAtMs ?? 0) ? endedAtMs : undefined;
  }

  async tickers(): Promise<readonly MarketTicker[]> {
    const listed = await this.listing.listed();
    const [premiumIndex, prices, days, fundingInfo] = await Promise.all([
      this.ask(() => this.api.fapiPublicGetPremiumIndex()),
      this.ask(() => this.api.fapiPublicV2GetTickerPrice()),
      this.days.get(),
      this.fundingInfo.get(),
    ]);
    const answers = { premiumIndex, prices, days, fundingInfo };
    return readTickers(this.rows, answers, listed, { exchange: ID });
  }

  async tradingRules(): Promise<readonly TradingRules[]> {
    const legs = await this.listing.legsAnew();
    const context = { exchange: ID, endpoint: 'exchangeInfo' };
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
    // Together a tenth of what /api/v3/ticker/24hr costs, which tells both.
    const [prices, books] = await Promise.all([
      this.ask(() => this.api.publicGetTickerPrice()),
      this.ask(() => this.api.publicGetTickerBookTicker()),
    ]);
    return readSpotTickers(this.rows, prices, books, counterparts, { exchange: ID });
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
      candles: () => this.api.fapiPublicGetKlines(question),
      'mark-candles': () => this.api.fapiPublicGetMarkPriceKlines(question),
      'spot-candles': () => this.api.publicGetKlines(question),
      'premium-candles': () => this.api.fapiPublicGetPremiumIndexKlines(question),
    };
    const payload = await this.transport.ask(asks[kind], context);
    return readCandles(payload, timeframe, context);
  }

  async settlementPage(market: Market, window: TimeWindow): Promise<readonly ReportedSettlement[]> {
    const question = settlementQuestion(market, window);
    const context = { exchange: ID, endpoint: '/fapi/v1/fundingRate', ...question };
    const payload = await this.transport.ask(
      () => this.api.fapiPublicGetFundingRate(question),
      context,
    );
    return readSettlements(payload, market, context);
  }

  async orderBook(market: BookMarket): Promise<OrderBook> {
    const question = bookQuestion(market);
    if (market.instrument === 'spot') {
      const context = { exchange: ID, endpoint: '/api/v3/depth', ...question };
      const askedAtMs = await this.serverTimeMs();
      const payload = await this.transport.ask(() => this.api.publicGetDepth(question), context);
      return readSpotBook(payload, askedAtMs, context);
    }
    const context = { exchange: ID, endpoint: '/fapi/v1/depth', ...question };
    const payload = await this.transport.ask(() => this.api.fapiPublicGetDepth(question), context);
    return readPerpetualBook(payload, context);
  }

  /** None at all would make every interval the usual one: that is asked twice before it is believed. */
  private async askFundingInfo(): Promise<unknown> {
    const ask = () => this.ask(() => this.api.fapiPublicGetFundingInfo());
    const answer = await ask();
    return Array.isArray(answer) && answer.length === 0 ? ask() : answer;
  }

  private ask(send: () => Promise<unknown>): Promise<unknown> {
    return this.transport.ask(send, {});
  }
}

/** A file of some megabytes may take as long as several answers. */
const ANSWERS_IN_A_FILE = 6;

function archiveOf(
  { archive, requestTimeoutMs }: ExchangeOptions,
  source: () => ExchangeSource,
): BinanceArchive {
  const url = archive?.url ?? BINANCE_ARCHIVE_URL;
  return new BinanceArchive({ url, deadlineMs: ANSWERS_IN_A_FILE * requestTimeoutMs, source });
}
