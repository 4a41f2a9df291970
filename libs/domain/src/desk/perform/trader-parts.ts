import type { BookFill } from '../book/ledger-event.js';
import type { Position } from '../book/position.js';
import type { Opening } from '../decide/opening.js';
import type { Leg } from '../trade/fill-price.js';
import type { LegOrder, LegOrderState } from '../trade/leg-order.js';
import type { FillSource } from '../trade/paper-fills.js';
import type { LegExecutor } from './leg-executor.js';

/** One fill of an order, or of a leg that ended without one. */
export interface NewFill extends BookFill {
  readonly clientOrderId: string;
  /** Undefined where that was not kept, or nothing was traded. */
  readonly priceFrom: FillSource | undefined;
}

/** An order before it has its id. */
export type NewOrder = Omit<LegOrder, 'clientOrderId'>;

/** An order as it was sent, as far as its fills ask. */
export interface KnownOrder extends Omit<LegOrder, 'timeInForce' | 'limitPrice' | 'quantity'> {
  readonly state: LegOrderState;
}

/** What happens to a position in its trader's hands. */
export type TradeChange = 'opened' | 'closed' | 'unwound';

/** What the trader reads of the book that it writes to. */
export interface TraderReads {
  position(id: number): Promise<Position | undefined>;
  /** In the order in which they were sent. */
  legOrders(positionId: number): Promise<readonly KnownOrder[]>;
}

/**
 * Where the trader writes what it means to do, and what came of it. The desk's is its database, a backtest's its memory.
 * Errors: LedgerError when an event can't have happened.
 */
export interface TraderWrites {
  /** Returns the new position's id. */
  saveIntent(opening: Opening): Promise<number>;
  saveClosing(positionId: number, reason: string): Promise<void>;
  saveDropped(positionId: number, reason: string): Promise<void>;
  /** Returns the order's id. `run`: see clientOrderId. */
  saveOrder(order: NewOrder, run: string, sentAtMs: number): Promise<string>;
  saveRejected(clientOrderId: string): Promise<void>;
  /** Undefined when the order was booked before, which changes nothing. */
  saveFills(
    fills: readonly [NewFill, ...NewFill[]],
    became: 'filled' | 'partly',
    marginShare: number,
  ): Promise<Position | undefined>;
  saveTopUp(positionId: number, leg: Leg, amountUsdt: string, movedAtMs: number): Promise<void>;
}

export interface TraderParts {
  readonly reads: TraderReads;
  readonly writes: TraderWrites;
  readonly executor: LegExecutor;
  readonly exchangeTimeMs: () => Promise<number>;
  /** The clock of whoever trades: when an order was sent by it. */
  readonly ownTimeMs: () => number;
  /** Of this process: see deskRun. */
  readonly run: string;
  /** Called after the change is stored. */
  readonly changed: (position: Position, change: TradeChange) => void;
}
