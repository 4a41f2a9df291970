import type { Candle } from '@fullcarry/domain/candle';
import { exactSetting, plain } from '@fullcarry/domain/desk/book/exact';
import type { OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { PaperMarket } from '@fullcarry/domain/desk/trade/paper-fills';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import type {
  OpenOrder,
  VenueBalance,
  VenuePosition,
} from '@fullcarry/domain/desk/book/reconcile-account';
import { paperOutcome } from '@fullcarry/domain/desk/perform/paper-outcome';
import { DomainError, PermanentError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { floorTo, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type {
  LegCosts,
  LegExecutor,
  LegOutcome,
  SentOrder,
} from '@fullcarry/domain/desk/perform/leg-executor';
import type { CycleRecorder } from '../record/cycle-recorder.js';
import type { PaperAccount } from './paper-account.js';

/** A candle that is older than this says no price of now. */
const LONGEST_BACK_MS = 5 * MINUTE_MS;

/**
 * Fills every order from its exchange's order book, as far as that holds it within its limit; where the exchange tells
 * no book, at its last price, worse by the slippage. The money is not real, and no order moves the book.
 */
export class PaperExecutor implements LegExecutor {
  /** `exchanges`: those that are traded on, by their ids. */
  constructor(
    private readonly exchanges: ReadonlyMap<string, Exchange>,
    private readonly account: PaperAccount,
    private readonly recorder?: Pick<CycleRecorder, 'answered'>,
  ) {}

  async price(market: LegMarket): Promise<string | undefined> {
    try {
      const price = await this.lastPrice(market);
      this.recorder?.answered({ kind: 'price', market: named(market), price, problem: undefined });
      return price;
    } catch (error) {
      if (error instanceof DomainError) {
        const problem = error.message;
        this.recorder?.answered({
          kind: 'price',
          market: named(market),
          price: undefined,
          problem,
        });
      }
      throw error;
    }
  }

  private async lastPrice(market: LegMarket): Promise<string | undefined> {
    const { instrument, symbol, unitsPerContract } = market;
    const exchange = this.exchangeOf(market);
    if (instrument === 'spot') {
      // By its own symbol: its perpetual may be gone.
      const spots = await exchange.spotTickers([{ symbol, spotSymbol: symbol, unitsPerContract }]);
      return spots.find(({ spotSymbol }) => spotSymbol === symbol)?.lastPrice;
    }
    const tickers = await exchange.tickers();
    const ticker = tickers.find((one) => one.symbol === symbol);
    return ticker ? ticker.lastPrice : this.candleClose(exchange, market);
  }

  async submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    try {
      return await this.fill(order, costs);
    } catch (error) {
      // The fill is made here and not at the exchange: without its price there is none.
      if (!(error instanceof DomainError)) throw error;
      const problem = error.message;
      this.heard(order.market, undefined, undefined, problem);
      return { kind: 'rejected', reason: problem };
    }
  }

  /** A fill on paper is real once it is booked, and no sooner. */
  status(): Promise<LegOutcome> {
    return Promise.resolve({ kind: 'rejected', reason: 'It was never filled' });
  }

  /** On paper nothing is on its way: what was not booked was never filled. */
  cancel(): Promise<LegOutcome> {
    return this.status();
  }

  openOrders(): Promise<readonly OpenOrder[]> {
    return this.account.openOrders();
  }

  positions(venue: string): Promise<readonly VenuePosition[]> {
    return this.account.positions(venue);
  }

  balances(venue: string): Promise<readonly VenueBalance[]> {
    return this.account.balances(venue);
  }

  private async fill(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    const { market } = order;
    const met = await this.met(market);
    if (!met) throw new PermanentError(`The exchange says no price of ${market.symbol}`);
    const atMs = await this.exchangeOf(market).serverTimeMs();
    this.heard(market, met, atMs, undefined);
    return paperOutcome(met, order, costs, atMs);
  }

  private heard(
    market: LegMarket,
    met: PaperMarket | undefined,
    atMs: number | undefined,
    problem: string | undefined,
  ): void {
    this.recorder?.answered({ kind: 'met', market: named(market), met, atMs, problem });
  }

  /** What waits in a market, or its last price where the exchange publishes no book of it; undefined where neither is published. */
  private async met(market: LegMarket): Promise<PaperMarket | undefined> {
    const book = await this.book(market);
    if (book) return { book };
    const lastPrice = await this.lastPrice(market);
    return lastPrice === undefined ? undefined : { lastPrice };
  }

  /** Undefined where the exchange has no such answer, or refuses it of this market. Errors: as `price`. */
  private async book(market: LegMarket): Promise<OrderBook | undefined> {
    const exchange = this.exchangeOf(market);
    const nativeId = market.nativeId === '' ? await this.spotNativeId(market) : market.nativeId;
    if (nativeId === undefined) return undefined;
    try {
      return await exchange.orderBook?.({ ...market, nativeId });
    } catch (error) {
      if (error instanceof PermanentError) return undefined;
      throw error;
    }
  }

  /** Of a spot leg of before there were legs, whose own name was not kept. */
  private async spotNativeId(market: LegMarket): Promise<string | undefined> {
    const { symbol, unitsPerContract } = market;
    const held = { symbol, spotSymbol: symbol, unitsPerContract };
    const spots = await this.exchangeOf(market).spotTickers([held]);
    return spots.find(({ spotSymbol }) => spotSymbol === symbol)?.spotNativeId;
  }

  /** Of a perpetual that has no ticker, such as one whose funding is announced no more, while it still trades. */
  private async candleClose(
    exchange: Exchange,
    { symbol, nativeId }: LegMarket,
  ): Promise<string | undefined> {
    const toMs = floorTo(await exchange.serverTimeMs(), MINUTE_MS) + MINUTE_MS;
    const window = { fromMs: toMs - LONGEST_BACK_MS, toMs };
    const market = { exchange: exchange.id, symbol, nativeId, listedAtMs: undefined };
    const candles = await this.candles(exchange, market, window);
    const traded = candles
      .filter(({ volume }) => volume > 0)
      .sort((a, b) => a.openAtMs - b.openAtMs);
    const last: Candle | undefined = traded.at(-1);
    return last && plain(exactSetting(last.close));
  }

  /** None of a market that the exchange knows no more. */
  private async candles(
    exchange: Exchange,
    market: Market,
    window: TimeWindow,
  ): Promise<readonly Candle[]> {
    try {
      return await exchange.candlePage(market, '1m', window);
    } catch (error) {
      if (error instanceof PermanentError) return [];
      throw error;
    }
  }

  private exchangeOf({ venue }: LegMarket): Exchange {
    const exchange = this.exchanges.get(venue);
    if (!exchange) throw new PermanentError(`The desk does not trade on ${venue}`);
    return exchange;
  }
}

function named({ venue, instrument, symbol }: LegMarket) {
  return { venue, instrument, symbol };
}
