import type { DeskCycle } from '@fullcarry/contracts/desk-cycle-v1';
import type { DeskPosition } from '@fullcarry/contracts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import type { DeskLedger } from '@fullcarry/contracts/desk-status-v1';
import { PermanentError } from '@fullcarry/domain/errors';
import type { DeskMode } from '@fullcarry/history/desk-rows';
import type { DeskOptions } from './desk-options.js';

/** What the desk holds and does, as of its last cycle or change. */
export interface DeskView {
  readonly mode: DeskMode;
  /** Why it is not running; null while it is. */
  readonly modeReason: string | null;
  readonly settings: DeskSettings;
  readonly ledger: DeskLedger;
  /** Opening, open and closing. */
  readonly positions: readonly DeskPosition[];
  /** Notional of the short legs, exact, USDT. */
  readonly exposureUsdt: string;
  readonly lastCycle: { number: number; startedAtMs: number; durationMs: number } | null;
}

export interface ClosedAll {
  /** Symbols. */
  readonly closed: string[];
  readonly failed: { symbol: string; reason: string }[];
}

/**
 * The carry desk: long spot, short perpetual, paper money. Whatever changes it waits for the work in hand,
 * so that no two things are ever done at once.
 *
 * Errors of every method: FencedError (libs/history) when a newer lease is in the database: nothing was written, and the
 * desk must be dropped; DataIntegrityError when the ledger does not add up: nobody trades until a person
 * looked; TransientError when the exchange gives no answer (a later call goes on where this one stopped).
 */
export class Desk {
  private constructor(private readonly options: DeskOptions) {}

  /** Takes the desk over, and finishes or unwinds what an earlier process left half done. */
  static open(options: DeskOptions): Promise<Desk> {
    return Promise.resolve(new Desk(options));
  }

  /** One whole cycle. Refused (PermanentError) while another one runs. */
  runCycle(): Promise<DeskCycle> {
    return Promise.reject(this.unfinished());
  }

  /** Closes every position at once, even in the middle of a cycle, and trades no more until `start`. */
  emergencyStop(_reason: string): Promise<ClosedAll> {
    return Promise.reject(this.unfinished());
  }

  /** Trades again, after a pause or an emergency stop. */
  start(): Promise<void> {
    return Promise.reject(this.unfinished());
  }

  /** Opens no more; positions are kept, and closed when they must be. */
  pause(_reason: string): Promise<void> {
    return Promise.reject(this.unfinished());
  }

  /** Closes every position and changes nothing else (CLOSE_ON_SHUTDOWN). */
  closeAll(_reason: string): Promise<ClosedAll> {
    return Promise.reject(this.unfinished());
  }

  /** Stores the settings; the next cycle uses them. PermanentError in one line naming each wrong field. */
  configure(_settings: unknown): Promise<DeskSettings> {
    return Promise.reject(this.unfinished());
  }

  view(): DeskView {
    throw this.unfinished();
  }

  /** Resolves when nothing is in hand. */
  idle(): Promise<void> {
    return Promise.resolve();
  }

  private unfinished(): Error {
    return new PermanentError(`The desk of ${this.options.exchange.id} is not built yet`);
  }
}
