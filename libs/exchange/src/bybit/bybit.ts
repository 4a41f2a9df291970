import type { Candle } from '@fullcarry/domain/candle';
import { DataIntegrityError, TransientError } from '@fullcarry/domain/errors';
import type { Market, MarketTicker } from '@fullcarry/domain/market';
import type { Settlement } from '@fullcarry/domain/settlement';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { bybit } from 'ccxt';
import { agreedTimeMs } from '../agreed-time.js';
import type { ExchangeOptions } from '../exchange-options.js';
import type { Exchange, ExchangeSource } from '../exchange.js';
import type { RequestUsage } from '../request-gate.js';
import { Wire } from '../wire.js';
import { candleQuestion, readCandles } from './bybit-candles.js';
import { judgeBybit } from './bybit-envelope.js';
import {
  INSTRUMENTS_PER_PAGE,
  instantMs,
  isUsdtPerpetual,
  readInstruments,
  tradesAsUsdtPerpetual,
  type Instrument,
} from './bybit-instruments.js';
import { BYBIT_HOLDS, BYBIT_LIMITS } from './bybit-limits.js';
import { readServerTimeMs } from './bybit-server-time.js';
import { readSettlements, settlementQuestion } from './bybit-settlements.js';
import { readTickers, type ListedMarket } from './bybit-tickers.js';

const ID = 'bybit';

/**
 * Bybit v5, linear contracts, through ccxt's implicit methods: those give the answer as it came, with
 * decimals as text. The unified ones make numbers of them, and empty lists of broken answers.
 */
export class Bybit implements Exchange {
  readonly id = ID;
  readonly limits = BYBIT_LIMITS;
  private readonly wire: Wire;
  private readonly api: bybit;
  private listed: ReadonlyMap<string, ListedMarket> | undefined;

  constructor(options: ExchangeOptions) {
    this.wire = new Wire(
      { exchange: ID, limits: BYBIT_LIMITS, holds: BYBIT_HOLDS, judge: judgeBybit },
      options,
    );
    this.api = new bybit(this.wire.ccxtSettings());
    const { url } = options;
    if (url !== undefined) {
      // Each part of the API has its own entry, and ccxt puts "https://api." before a bare host name.
      const parts = Object.keys(this.api.urls.api);
      this.api.urls.api = Object.fromEntries(parts.map((part) => [part, url]));
    }
  }

  serverTimeMs(): Promise<number> {
    return agreedTimeMs(async () =>
      readServerTimeMs(await this.wire.ask(() => this.api.publicGetV5MarketTime(), {})),
    );
  }

  async markets(): Promise<readonly Market[]> {
    const instruments = (await this.instruments({})).filter(tradesAsUsdtPerpetual);
    if (instruments.length === 0) {
      throw new TransientError('The exchange lists no linear market', { exchange: ID });
    }
    const listed = new Map(
      instruments.map((instrument) => [
        instrument.symbol,
        {
          market: this.marketOf(instrument),
          fundingIntervalMinutes: instrument.fundingInterval,
        },
      ]),
    );
    const markets = [...listed.values()].map(({ market }) => market);
    if (new Set(markets.map((market) => market.symbol)).size < markets.length) {
      throw new DataIntegrityError('Two instruments share one symbol', { exchange: ID });
    }
    this.listed = listed;
    return markets;
  }

  async delistedAtMs(market: Market): Promise<number | undefined> {
    const closed = await this.instruments({ status: 'Closed' });
    const delistings = closed
      .filter((instrument) => isUsdtPerpetual(instrument) && instrument.status === 'Closed')
      .filter((instrument) => instrument.symbol === market.nativeId)
      .map((instrument) => instantMs(instrument.deliveryTime));
    // A name can be used again: an end before this market's beginning was the end of another one.
    return delistings.find((atMs) => atMs !== undefined && atMs > (market.listedAtMs ?? 0));
  }

  async tickers(): Promise<readonly MarketTicker[]> {
    if (!this.listed) await this.markets();
    const question = { category: 'linear' };
    const payload = await this.wire.ask(() => this.api.publicGetV5MarketTickers(question), {});
    const context = { exchange: ID, endpoint: '/v5/market/tickers' };
    return readTickers(payload, this.listed ?? new Map(), context);
  }

  async candlePage(
    market: Market,
    timeframe: Timeframe,
    window: TimeWindow,
  ): Promise<readonly Candle[]> {
    const question = candleQuestion(market, timeframe, window);
    const context = { exchange: ID, endpoint: '/v5/market/kline', ...question };
    const payload = await this.wire.ask(() => this.api.publicGetV5MarketKline(question), context);
    return readCandles(payload, market, context);
  }

  async settlementPage(market: Market, window: TimeWindow): Promise<readonly Settlement[]> {
    const question = settlementQuestion(market, window);
    const context = { exchange: ID, endpoint: '/v5/market/funding/history', ...question };
    const payload = await this.wire.ask(
      () => this.api.publicGetV5MarketFundingHistory(question),
      context,
    );
    return readSettlements(payload, market, context);
  }

  source(): ExchangeSource {
    return this.wire.source();
  }

  usage(): RequestUsage {
    return this.wire.usage();
  }

  hold(holdMs: number): void {
    this.wire.hold(holdMs);
  }

  close(): Promise<void> {
    this.wire.close();
    return Promise.resolve();
  }

  private instruments(filter: { status?: string }): Promise<readonly Instrument[]> {
    const question = { category: 'linear', limit: INSTRUMENTS_PER_PAGE, ...filter };
    return readInstruments((cursor) =>
      this.wire.ask(
        () =>
          this.api.publicGetV5MarketInstrumentsInfo(
            cursor === undefined ? question : { ...question, cursor },
          ),
        {},
      ),
    );
  }

  /** Named as ccxt names it, whose currency codes differ from the exchange's for a few coins. */
  private marketOf({ symbol, baseCoin, quoteCoin, settleCoin, launchTime }: Instrument): Market {
    const [base, quote, settle] = [baseCoin, quoteCoin, settleCoin].map((coin) =>
      this.api.safeCurrencyCode(coin),
    );
    return {
      exchange: ID,
      symbol: `${base}/${quote}:${settle}`,
      nativeId: symbol,
      listedAtMs: instantMs(launchTime),
    };
  }
}
