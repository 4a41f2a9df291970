import type { AssetClass } from './asset-class.js';
import type { SpotCounterpart } from './spot-ticker.js';

/**
 * One USDT-settled linear perpetual on one exchange.
 *
 * `exchange` is the ccxt id (`bybit`), `symbol` ccxt's unified symbol (`BTC/USDT:USDT`),
 * `nativeId` the exchange's own name (`BTCUSDT`). `listedAtMs` is when the exchange says that trading
 * began; undefined where it does not say. `endsAtMs` is when it announces that trading will end; undefined while
 * no end is announced. `assetClass` is what the market is about; undefined where nobody asked the exchange.
 * `spot`: the spot market that the desk would trade against it (`TradingRules.spot`); undefined where there is none that
 * trades, or nobody asked.
 */
export interface Market {
  readonly exchange: string;
  readonly symbol: string;
  readonly nativeId: string;
  readonly listedAtMs: number | undefined;
  readonly endsAtMs?: number | undefined;
  readonly assetClass?: AssetClass | undefined;
  readonly spot?: SpotCounterpart | undefined;
}

/** The key of a market in maps and tables that hold several exchanges. */
export function marketKey({ exchange, symbol }: Pick<Market, 'exchange' | 'symbol'>): string {
  return `${exchange} ${symbol}`;
}

/**
 * What the exchange says now about one market.
 *
 * `turnoverUsdt24h`: quote volume of the last 24 h in USDT, exact decimal text.
 * `predictedRate`: the rate of the next settlement, a fraction of notional, exact decimal text;
 * positive is paid by longs to shorts. Never mixed with settled rates.
 * `nextFundingAtMs`: the settlement that is announced. A market without one has no ticker: 0, or an instant long
 * past, is no announcement (`isAnnounced`).
 * `fundingIntervalMinutes`: the interval that **ends** at `nextFundingAtMs`, to which `predictedRate` belongs: any
 * whole number of hours. OKX publishes both of its ends, on Hyperliquid it is always an hour. Bybit and Binance publish
 * the interval in force now, which is taken for it: of an odd first step after a change (2, 3 or 6 h) neither
 * says anything. History must not be planned with it.
 * `openInterest`: what is open in the market, in its own units, one side counted, exact decimal text; undefined where
 * the exchange does not say it of all markets at once.
 */
export interface MarketTicker {
  readonly symbol: string;
  readonly turnoverUsdt24h: string;
  readonly predictedRate: string;
  readonly nextFundingAtMs: number;
  readonly fundingIntervalMinutes: number;
  readonly markPrice: string;
  readonly lastPrice: string;
  readonly openInterest?: string | undefined;
}
