import type { Candle } from '@fullcarry/domain/candle';
import { exactSetting, plain } from '@fullcarry/domain/desk/exact';
import { fillFee, fillPrice } from '@fullcarry/domain/desk/fill-price';
import type { LegMarket } from '@fullcarry/domain/desk/position-leg';
import { withinLimit } from '@fullcarry/domain/desk/price-limit';
import type { OpenOrder, VenueBalance, VenuePosition } from '@fullcarry/domain/desk/reconcile';
import { feeBps } from '@fullcarry/domain/desk/round-trip-cost';
import { DomainError, PermanentError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';
import { floorTo, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { LegCosts, LegExecutor, LegOutcome, SentOrder } from './leg-executor.js';
import type { PaperAccount } from './paper-account.js';

/** A candle that is older than this says no price of now. */
const LONGEST_BACK_MS = 5 * MINUTE_MS;

/** Fills every order at its exchange's last price, worse by the slippage, within its limit. The money is not real. */
export class PaperExecutor implements LegExecutor {
  /** `exchanges`: those that are traded on, by their ids. */
  constructor(
    private readonly exchanges: ReadonlyMap<string, Exchange>,
    private readonly account: PaperAccount,
  ) {}

  async price(market: LegMarket): Promise<string | undefined> {
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
      if (error instanceof DomainError) return { kind: 'rejected', reason: error.message };
      throw error;
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
    const { side, market, quantity, limitPrice } = order;
    const lastPrice = await this.price(market);
    if (lastPrice === undefined) {
      return { kind: 'rejected', reason: `The exchange says no price of ${market.symbol}` };
    }
    const price = fillPrice(lastPrice, side, costs.slippageBps);
    if (!withinLimit(price, side, limitPrice)) {
      return { kind: 'rejected', reason: `The price is ${price}, its limit was ${limitPrice}` };
    }
    const amount = fillFee(price, quantity, feeBps(costs, market.instrument));
    const filledAtMs = await this.exchangeOf(market).serverTimeMs();
    const fee = { amount, coin: 'USDT' };
    return {
      kind: 'filled',
      fills: [{ price, quantity, fee, filledAtMs, from: 'last-price' }],
    };
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
