import { fillFee, fillPrice } from '@fullcarry/domain/desk/fill-price';
import { PermanentError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { LegCosts, LegExecutor, LegFill, LegOrder } from './leg-executor.js';

/** Fills every order at the exchange's last price, worse by the slippage. The money is not real. */
export class PaperExecutor implements LegExecutor {
  constructor(private readonly exchange: Exchange) {}

  async place(order: LegOrder, costs: LegCosts): Promise<LegFill> {
    const lastPrice = await this.lastPrice(order);
    const price = fillPrice(lastPrice, order.side, costs.slippageBps);
    const feeBps = order.leg === 'spot' ? costs.spotFeeBps : costs.perpFeeBps;
    return {
      price,
      feeUsdt: fillFee(price, order.quantity, feeBps),
      filledAtMs: await this.exchange.serverTimeMs(),
    };
  }

  private async lastPrice({ symbol, leg }: LegOrder): Promise<string> {
    const tickers =
      leg === 'spot' ? await this.exchange.spotTickers() : await this.exchange.tickers();
    const ticker = tickers.find((one) => one.symbol === symbol);
    if (!ticker) {
      throw new PermanentError(`The exchange says no ${leg} price of ${symbol}`, { symbol, leg });
    }
    return ticker.lastPrice;
  }
}
