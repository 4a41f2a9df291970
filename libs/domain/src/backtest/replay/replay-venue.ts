import type { LegMarket } from '../../desk/book/position-leg.js';
import type { LegCosts, LegOutcome, SentOrder } from '../../desk/perform/leg-executor.js';
import { paperOutcome } from '../../desk/perform/paper-outcome.js';
import { PermanentError } from '../../errors.js';
import { floorTo } from '../../time-window.js';
import type { ExecutionModel } from '../execution-model.js';
import {
  candleAt,
  lastAtOrBefore,
  type MarketHistory,
  type PriceColumns,
} from '../history/market-history.js';
import { priceText } from '../history/price-text.js';
import type { BacktestVenue } from './backtest-stage.js';

/**
 * The exchange of a backtest: it fills each order as paper does, at the opening of the candle that runs at that moment,
 * worse by the slippage. Where that candle is not there, there is no price, and nothing is filled.
 */
export class ReplayVenue implements BacktestVenue {
  readonly met = new Map<string, string>();
  private clockMs = -Infinity;
  private legsLater = 0;
  private wasFilled = false;
  private readonly bySymbol: ReadonlyMap<string, MarketHistory>;

  constructor(
    histories: readonly MarketHistory[],
    private readonly stepMs: number,
    private readonly model: Pick<ExecutionModel, 'legDelayCandles'>,
  ) {
    this.bySymbol = new Map(histories.map((one) => [one.symbol, one]));
  }

  /** A decision is done from this moment on; its second leg so many candles later. */
  beginAt(nowMs: number): void {
    this.clockMs = nowMs;
    this.legsLater = 0;
    this.wasFilled = false;
  }

  nowMs(): number {
    return this.clockMs + this.legsLater * this.model.legDelayCandles * this.stepMs;
  }

  exchangeTimeMs(): number {
    return this.nowMs();
  }

  /** Whoever asks for prices once a leg was filled asks for the next leg: that one comes later. */
  price(market: LegMarket): Promise<string | undefined> {
    if (this.wasFilled) this.legsLater += 1;
    this.wasFilled = false;
    return Promise.resolve(this.openingOf(market));
  }

  submit(order: SentOrder, costs: LegCosts): Promise<LegOutcome> {
    const lastPrice = this.openingOf(order.market);
    if (lastPrice === undefined) {
      const reason = `${order.market.symbol} has no candle at ${new Date(this.nowMs()).toISOString()}`;
      return Promise.resolve({ kind: 'rejected', reason });
    }
    const outcome = paperOutcome({ lastPrice }, order, costs, this.nowMs());
    if (outcome.kind !== 'rejected') {
      this.wasFilled = true;
      this.met.set(order.clientOrderId, lastPrice);
    }
    return Promise.resolve(outcome);
  }

  /** What an order became is known at once here. */
  status(): Promise<LegOutcome> {
    return Promise.resolve({ kind: 'rejected', reason: 'It was never filled' });
  }

  cancel(): Promise<LegOutcome> {
    return this.status();
  }

  openOrders(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  positions(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  balances(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  /** Exact, USDT for one of what the market is traded in. */
  private openingOf({ symbol, instrument }: LegMarket): string | undefined {
    if (instrument === 'perpetual') {
      const history = this.bySymbol.get(symbol);
      return history && textOf(this.opening(history.trades));
    }
    const history = this.ofSpot(symbol);
    if (history.spots) return textOf(this.opening(history.spots));
    const price = this.opening(history.trades) ?? this.lastOfAll(history);
    return price === undefined ? undefined : textOf(price / history.unitsPerContract);
  }

  private opening(candles: PriceColumns): number | undefined {
    return candles.open[candleAt(candles, floorTo(this.nowMs(), this.stepMs))];
  }

  /** A flat basis knows no other price of the coin, once its perpetual is gone, than the last one of that. */
  private lastOfAll({ trades, endedAtMs }: MarketHistory): number | undefined {
    if (endedAtMs === undefined || this.nowMs() < endedAtMs) return undefined;
    return trades.close[lastAtOrBefore(trades.openAtMs, endedAtMs - 1)];
  }

  private ofSpot(symbol: string): MarketHistory {
    for (const history of this.bySymbol.values()) {
      if (history.spotSymbol === symbol) return history;
    }
    throw new PermanentError(`The backtest knows no market of ${symbol}`);
  }
}

function textOf(price: number | undefined): string | undefined {
  return price === undefined ? undefined : priceText(price);
}
