import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskPositionChange } from '@fullcarry/contracts/facts/desk-position-v1';
import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import type { SyncReply } from '@fullcarry/contracts/commands/data-sync-command-v1';
import type { InstrumentKind } from '@fullcarry/domain/desk/book/position-leg';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { CycleRecorder } from '../record/cycle-recorder.js';

export interface DeskOptions {
  readonly exchange: Exchange;
  readonly database: Database;
  /** Of the candles whose closes are the prices at settlements (HISTORICAL_TIMEFRAME). */
  readonly timeframe: Timeframe;
  /** false: settlements come from the exchange itself, and every market counts as proven. */
  readonly historyEnabled: boolean;
  /** PAPER_EQUITY_USDT, exact; counts only for the first run on this database. */
  readonly startingEquityUsdt: string;
  /** Further exchanges on which it trades perpetuals against those of its own, each with capital of its own. */
  readonly elsewhere: readonly DeskVenue[];
  /** The name of this process, kept with its fills. */
  readonly instance: string;
  /**
   * Of the lease under which the desk trades: greater than that of every lease before. Opening the desk
   * writes it to the database first, and from then on a desk with an older one can write nothing.
   */
  readonly leaseEpoch: number;
  readonly around: DeskSurroundings;
  /** Where what it is given is written down; left out where it is not. */
  readonly recorder?: CycleRecorder | undefined;
  readonly logger: Logger;
}

/** An exchange on which the desk trades. */
export interface DeskVenue {
  readonly exchange: Exchange;
  /** The last poll; undefined before the first. */
  readonly rates: () => RatesNow | undefined;
  /** Why the fetcher does not call this perpetual, or the spot market beside it, ready; undefined where it does. */
  readonly unprovenBecause: (symbol: string, instrument: InstrumentKind) => Unproven | undefined;
}

/** What the service around the desk knows and does for it. */
export interface DeskSurroundings {
  /** Whether the desk may trade at this moment; asked before each order. */
  readonly isLeaseHeld: () => boolean;
  /** The last poll; undefined before the first. */
  rates(): RatesNow | undefined;
  /** Why the fetcher does not call this perpetual, or the spot market beside it, ready; undefined where it does. */
  unprovenBecause(symbol: string, instrument: InstrumentKind): Unproven | undefined;
  /** Asks `order.data.sync`. Errors: any; the cycle goes on with a warning. */
  syncData(): Promise<SyncReply>;
  /** A cycle is stored. */
  cycleRecorded(report: DeskCycle): void;
  /** A change of a position is stored. */
  positionChanged(change: DeskPositionChange): void;
}

export interface RatesNow {
  readonly rates: MarketRates;
  /** Older than three polls: not traded on. */
  readonly stale: boolean;
}

export interface Unproven {
  readonly code: 'data-degraded' | 'not-proven' | 'not-tracked';
  /** For people, one sentence without its full stop. */
  readonly reason: string;
}
