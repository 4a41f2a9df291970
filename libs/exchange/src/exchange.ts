import type { Candle } from '@fullcarry/domain/candle';
import type { BookMarket, OrderBook } from '@fullcarry/domain/desk/observe/order-book';
import type { InstrumentKind } from '@fullcarry/domain/desk/book/position-leg';
import type { Market, MarketTicker } from '@fullcarry/domain/market/market';
import type { CandleKind } from '@fullcarry/domain/series';
import type { ReportedSettlement } from '@fullcarry/domain/settlement';
import type { HeldSpot, SpotTicker } from '@fullcarry/domain/market/spot-ticker';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { PerpetualRules, TradingRules } from '@fullcarry/domain/market/trading-rules';
import type { Archive } from './archive/archive.js';
import type { RateLimit } from './limits/rate-limit.js';
import type { RateLimiter, RequestUsage } from './limits/rate-limiter.js';
import type { LeftOutRow } from './rows/row-reader.js';

/**
 * One exchange, in the domain's words. Each method sends what it must and tries nothing twice by itself,
 * except where it says so; waiting for the exchange's limit and for a hold is part of every call.
 *
 * Errors of every method: TransientError (ask again; when it carries `holdMs` the hold already stands,
 * here, for everybody), PermanentError (asking again won't help; `scope` is `request` when only
 * this market or page is refused and `exchange` when everything is), DataIntegrityError (the answer
 * contradicts itself or the question). An answer that is not whole is an error, never an empty list.
 *
 * Lists (markets, tickers, trading rules, spot tickers, ends) are read row by row: a row that can't be read is
 * left out, counted in `leftOutRows()` and logged once. Only when much is unreadable (`MOST_UNREADABLE`), or
 * all of it, is the answer refused with a DataIntegrityError that names the row.
 */
export interface Exchange {
  /** The ccxt id. */
  readonly id: string;
  readonly limits: ExchangeLimits;

  /**
   * The exchange's own time, epoch ms. Believed at once when it agrees with this machine's clock; else
   * asked for again, until most answers agree with each other. TransientError when they don't.
   */
  serverTimeMs(): Promise<number>;

  /**
   * Every linear perpetual that trades now and is settled in USDT, on Hyperliquid in USDC, which counts as
   * much here. Never empty.
   */
  markets(): Promise<readonly Market[]>;

  /**
   * When trading in a market began, to the hour; only where `markets()` does not say it. Undefined when
   * nothing of the market is known yet.
   */
  listedAtMs?(market: Market): Promise<number | undefined>;

  /**
   * When trading in a market ended: as the exchange says it, or the end of the last candle with a trade; never the
   * last settlement, since those go on for months. Undefined when the exchange does not say that it ended.
   */
  delistedAtMs(market: Market): Promise<number | undefined>;

  /**
   * What the last `markets()` had of orders in each perpetual, by symbol; nothing is asked. One whose rules can't be
   * read is left out: who only collects history must not fail by it.
   */
  perpetualRules(): ReadonlyMap<string, PerpetualRules>;

  /**
   * What the exchange says now about each market of the last `markets()`, which is asked for when it has
   * not been. A market for which no funding is announced is left out (`isAnnounced`).
   */
  tickers(): Promise<readonly MarketTicker[]>;

  /**
   * Which quantities each market of the last `markets()` takes, which is asked for when it has not been;
   * and its spot counterpart's, asked for anew. Never empty.
   *
   * A counterpart is found by the coin's name, and a name is a claim: two coins may share one. Compare the
   * prices of both legs before trading them against each other.
   */
  tradingRules(): Promise<readonly TradingRules[]>;

  /**
   * What the exchange says now about the spot counterpart of each market of the last `markets()`.
   * Counterparts are those of the last `tradingRules()`; either is asked for when it has not been. A
   * market without a counterpart is left out.
   *
   * `held`: counterparts that are asked for in any case: what is held is priced also when its perpetual is gone from
   * `markets()`. Each is found by its own symbol.
   */
  spotTickers(held?: readonly HeldSpot[]): Promise<readonly SpotTicker[]>;

  /**
   * The candles of a kind that open in the window (of the perpetual's trades when none is named), in no promised order;
   * rows are as the exchange sent them, and the caller checks them. The last one may still be open when the window
   * reaches into the present. A mark price has no volume: 0. Candles of spot are those of `market.spot`: of one coin,
   * the volume in coins. RangeError when the window is empty or wider than `limits.candlesPerPage` steps, for a kind that
   * is not among `limits.candleKinds`, and for candles of spot where the market has no counterpart.
   */
  candlePage(
    market: Market,
    timeframe: Timeframe,
    window: TimeWindow,
    kind?: CandleKind,
  ): Promise<readonly Candle[]>;

  /**
   * The settlements whose raw stamp lies in the window, by the minute nearest to it (`stampMinute`), in no
   * promised order and as the exchange wrote them: the caller checks them (`checkSettlementPage`). When there
   * are more than `limits.settlementsPerPage`, those at the end of the window that `limits.fullPageHolds` names.
   * A full page says nothing about the rest: ask again from its last row there, by its raw stamp.
   * RangeError when no whole minute lies in the window.
   */
  settlementPage(market: Market, window: TimeWindow): Promise<readonly ReportedSettlement[]>;

  /**
   * The orders that wait in one market now, `limits.bookLevels` prices of each side at most; only where the exchange
   * tells them. A side without orders is empty, which may be so. Quantities are in coins of spot and in contracts of a
   * perpetual, as everywhere here: what an exchange counts otherwise is counted anew.
   *
   * Errors: those of every method; a book out of order, or whose bid reaches its ask, contradicts itself.
   */
  orderBook?(market: BookMarket): Promise<OrderBook>;

  /** Files that are published beside the API; only where the exchange has them, and they are to be read. */
  readonly archive?: Archive | undefined;

  /** Where the data comes from. */
  source(): ExchangeSource;

  /** What the last reading of each list left out, and why; empty when every row could be read. */
  leftOutRows(): readonly LeftOutRow[];

  /** Of all rate limiters together; the window and its budget are those of the rate limiter that is nearest to its limit. */
  usage(): RequestUsage;

  /** What all requests pass, one rate limiter per limit: what of the shared budget is this process's, and holds. */
  readonly limiters: RateLimiters;

  /** Ends every request in flight and in the queue at once, each with a TransientError. */
  close(): Promise<void>;
}

/**
 * `unknown` until the first good answer. `replay <anchor>` as soon as one answer carried the replay
 * exchange's label, and from then on: recorded data must never pass for live data.
 */
export type ExchangeSource = 'unknown' | 'live' | `replay ${string}`;

/** In the order of `ExchangeLimits.rates`. */
export type RateLimiters = readonly [RateLimiter, ...RateLimiter[]];

export interface ExchangeLimits {
  /** Of which kinds the exchange keeps candles. */
  readonly candleKinds: readonly CandleKind[];
  readonly candlesPerPage: number;
  readonly settlementsPerPage: number;
  /** Which settlements of a window that holds more than a page come on the page. */
  readonly fullPageHolds: 'newest' | 'oldest';
  /** How many prices of each side of an order book are asked for; undefined where no book is. */
  readonly bookLevels?: Readonly<Record<InstrumentKind, number>>;
  /** How many candles of a series can be asked for, from the newest one back; undefined where all. */
  readonly candlesKept?: number;
  /** How long settlements can be asked for after they happened; undefined where for ever. */
  readonly settlementsKeptMs?: number;
  /** Each counts by itself. A request counts for one of them. */
  readonly rates: readonly [RateLimit, ...RateLimit[]];
}
