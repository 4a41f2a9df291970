import type { Book } from '../../desk/book/ledger-event.js';
import type { LegMarket } from '../../desk/book/position-leg.js';
import type { PairBooks } from '../../desk/observe/book-costs.js';
import type { Observation } from '../../desk/observe/observation.js';
import type { LegExecutor } from '../../desk/perform/leg-executor.js';
import type { Leg } from '../../desk/trade/fill-price.js';
import type { ReplayLedger } from './replay-ledger.js';

/** Where the orders of a backtest go: to candles, or to what a desk's recording says that it met. */
export interface BacktestVenue extends LegExecutor {
  /** What an order met, before slippage: exact, USDT; by its id. */
  readonly met: ReadonlyMap<string, string>;
  /** A decision is done from this moment on. */
  beginAt(nowMs: number): void;
  /** By when what was sent so far is done: later than the decision while a leg is on its way. */
  nowMs(): number;
  /** When a leg that ended without an order did so. */
  exchangeTimeMs(): number;
  /** The order books of a pair that is to be opened; without it none are known, and settings say what trading costs. */
  readonly books?: (legs: Readonly<Record<Leg, LegMarket>>) => Promise<PairBooks | undefined>;
}

/** Who tells the desk of a backtest what was known at an instant that only moves forward. */
export interface BacktestObserver {
  moveTo(nowMs: number): void;
  observe(book: Book, nowMs: number): Observation;
  /** What was met is checked once. `unsettled`: positions of which booking it failed. */
  watched(seen: Observation, book: Book, unsettled: ReadonlySet<number>): void;
  /** Books what was settled by now and is known. */
  bookFunding(ledger: ReplayLedger, nowMs: number): void;
}
