import type { Leg } from '@fullcarry/domain/desk/fill-price';
import { fillFee, fillPrice } from '@fullcarry/domain/desk/fill-price';
import { withinLimit } from '@fullcarry/domain/desk/price-limit';
import { DomainError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { LegCosts, LegExecutor, LegOutcome, LegPrices, SentOrder } from './leg-executor.js';

/** Fills every order at the exchange's last price, worse by the slippage, within its limit. The money is not real. */
export class PaperExecutor implements LegExecutor {
  constructor(private readonly exchange: Exchange) {}

  async prices(symbol: string): Promise<LegPrices> {
    const [spot, perp] = await Promise.all([
      this.lastPrice('spot', symbol),
      this.lastPrice('perp', symbol),
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
    const lastPrice = await this.lastPrice(leg, symbol);
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

  private async lastPrice(leg: Leg, symbol: string): Promise<string | undefined> {
    const tickers =
      leg === 'spot' ? await this.exchange.spotTickers() : await this.exchange.tickers();
    return tickers.find((one) => one.symbol === symbol)?.lastPrice;
  }
}
