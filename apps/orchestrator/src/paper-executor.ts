import type { Candle } from '@fullcarry/domain/candle';
import { exactSetting, plain } from '@fullcarry/domain/desk/exact';
import type { Leg } from '@fullcarry/domain/desk/fill-price';
import { fillFee, fillPrice } from '@fullcarry/domain/desk/fill-price';
import { withinLimit } from '@fullcarry/domain/desk/price-limit';
import { DomainError, PermanentError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market';
import { floorTo, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type {
  LegCosts,
  LegExecutor,
  LegOutcome,
  LegPrices,
  SentOrder,
  TradedPair,
} from './leg-executor.js';

/** A candle that is older than this says no price of now. */
const LONGEST_BACK_MS = 5 * MINUTE_MS;

/** Fills every order at the exchange's last price, worse by the slippage, within its limit. The money is not real. */
export class PaperExecutor implements LegExecutor {
  constructor(private readonly exchange: Exchange) {}

  async prices(pair: TradedPair): Promise<LegPrices> {
    const [spot, perp] = await Promise.all([
      this.lastPrice('spot', pair),
      this.lastPrice('perp', pair),
    ]);
    return { spot, perp };
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

  private async fill(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    const { leg, side, symbol, quantity, limitPrice } = order;
    const lastPrice = await this.lastPrice(leg, order);
    if (lastPrice === undefined) {
      return { kind: 'rejected', reason: `The exchange says no ${leg} price of ${symbol}` };
    }
    const price = fillPrice(lastPrice, side, costs.slippageBps);
    if (!withinLimit(price, side, limitPrice)) {
      return { kind: 'rejected', reason: `The price is ${price}, its limit was ${limitPrice}` };
    }
    const feeBps = leg === 'spot' ? costs.spotFeeBps : costs.perpFeeBps;
    const feeUsdt = fillFee(price, quantity, feeBps);
    const filledAtMs = await this.exchange.serverTimeMs();
    return { kind: 'filled', fill: { price, feeUsdt, filledAtMs } };
  }

  private async lastPrice(leg: Leg, pair: TradedPair): Promise<string | undefined> {
    const { symbol } = pair;
    if (leg === 'spot') {
      const spots = await this.exchange.spotTickers([pair]);
      return spots.find((one) => one.symbol === symbol)?.lastPrice;
    }
    const tickers = await this.exchange.tickers();
    const ticker = tickers.find((one) => one.symbol === symbol);
    return ticker ? ticker.lastPrice : this.candleClose(pair);
  }

  /** Of a perpetual that has no ticker, such as one whose funding is announced no more, while it still trades. */
  private async candleClose({ symbol, nativeId }: TradedPair): Promise<string | undefined> {
    const toMs = floorTo(await this.exchange.serverTimeMs(), MINUTE_MS) + MINUTE_MS;
    const window = { fromMs: toMs - LONGEST_BACK_MS, toMs };
    const market = { exchange: this.exchange.id, symbol, nativeId, listedAtMs: undefined };
    const candles = await this.candles(market, window);
    const traded = candles
      .filter(({ volume }) => volume > 0)
      .sort((a, b) => a.openAtMs - b.openAtMs);
    const last: Candle | undefined = traded.at(-1);
    return last && plain(exactSetting(last.close));
  }

  /** None of a market that the exchange knows no more. */
  private async candles(market: Market, window: TimeWindow): Promise<readonly Candle[]> {
    try {
      return await this.exchange.candlePage(market, '1m', window);
    } catch (error) {
      if (error instanceof PermanentError) return [];
      throw error;
    }
  }
}
