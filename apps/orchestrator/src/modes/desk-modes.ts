import { PermanentError } from '@fullcarry/domain/errors';
import type { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { storedDesk } from '../book/account.js';

/** What whoever asked for a start had seen. */
export interface SeenMode {
  readonly stops: number;
  readonly number: number;
}

/**
 * The mode of a desk in the hands of this process. The order of all changes is in the database; what is kept here is
 * which of them this process has to act on.
 */
export class DeskModes {
  private halt = new AbortController();
  /** How often it was stopped here: a start that was asked before waits for its turn in vain. */
  private stops = 0;
  /** The number of the last change whose closings were done, or are none of this process's. */
  private carriedOut = 0;

  constructor(
    private readonly reads: DeskStore,
    private readonly writes: DeskLedgerStore,
  ) {}

  /** Aborts at once when the desk is stopped: a cycle in the middle waits for nothing and does no more. */
  get halted(): AbortSignal {
    return this.halt.signal;
  }

  haltNow(): void {
    this.halt.abort(new Error('The desk is being stopped'));
  }

  /** `isUnfinished`: an emergency stop of before may have left positions. */
  async opened(isUnfinished: boolean): Promise<void> {
    const { mode, modeNumber } = await storedDesk(this.reads);
    const isLeft = isUnfinished && mode === 'emergency-stopped';
    this.carriedOut =
      isLeft && (await this.reads.openPositions()).length > 0 ? modeNumber - 1 : modeNumber;
  }

  async emergencyStop(reason: string): Promise<void> {
    this.stops += 1;
    this.haltNow();
    await this.writes.changeMode({ kind: 'emergency-stop', reason }, Date.now());
    await this.carryOut();
  }

  /** The ledger does not add up. Nothing is sold because of a sum: a person decides. */
  broke(reason: string): Promise<void> {
    return this.emergencyStop(reason);
  }

  /** The reason of an emergency stop that another process wrote, and whose closings nobody did yet. */
  async stopAsked(): Promise<string | undefined> {
    const { mode, modeReason, modeNumber } = await storedDesk(this.reads);
    if (mode !== 'emergency-stopped' || modeNumber <= this.carriedOut) return undefined;
    return modeReason ?? 'Emergency stop';
  }

  async pause(reason: string): Promise<void> {
    await this.writes.changeMode({ kind: 'pause', reason }, Date.now());
  }

  /** To be called when a start is asked, before it waits for its turn. */
  async seen(): Promise<SeenMode> {
    const { stops } = this;
    return { stops, number: (await storedDesk(this.reads)).modeNumber };
  }

  /**
   * `equityUsdt`: from where a drawdown is measured.
   *
   * Errors: PermanentError when the desk was stopped since that was seen.
   */
  async start(seen: SeenMode, equityUsdt: string): Promise<void> {
    if (this.stops !== seen.stops) {
      throw new PermanentError('The desk was stopped after this start was asked: ask again');
    }
    const start = { kind: 'start', seenNumber: seen.number } as const;
    await this.writes.changeMode(start, Date.now(), equityUsdt);
    this.halt = new AbortController();
  }

  private async carryOut(): Promise<void> {
    this.carriedOut = (await storedDesk(this.reads)).modeNumber;
  }
}
