import type { DeskLedger, DeskState } from '@fullcarry/contracts/facts/desk-status-v1';
import { TransientError } from '@fullcarry/domain/errors';
import { FencedError } from '@fullcarry/history/database/fenced-error';
import { orAborted } from '@fullcarry/platform/service/or-aborted';
import type { Term } from '@fullcarry/platform/budget/term';
import { Wake } from '@fullcarry/platform/service/wake';
import type { ClosedAll } from '../trade/close-all.js';
import { closeOnShutdown, stopInEmergency } from '../modes/stop-and-close.js';
import type { Desk } from './desk.js';
import type { DeskView } from '../facts/desk-view.js';
import type { DeskParts } from './desk-parts.js';
import { hasCycled, isDataReady, stateOf, waitingOf } from '../facts/desk-state.js';
import { logCycle } from '../facts/log-cycle.js';
import { openNext } from './open-desk.js';
import { DeskTimes } from './desk-times.js';
import { Reminder } from '../concerns/reminder.js';
import { StatusPublisher } from '../facts/status-publisher.js';
import { Trouble } from '../concerns/trouble.js';

/**
 * The desk in the hands of this process, from the moment at which it got the lease to the moment at which
 * it lost it, gave it back, or was told to stop.
 */
export class DeskRun {
  private desk: Desk | undefined;
  private isOver = false;
  private closing: Promise<ClosedAll> | undefined;
  private readonly times: DeskTimes;
  private readonly wake = new Wake();
  private readonly ended: AbortSignal;
  private readonly reminder: Reminder;
  private readonly trouble: Trouble;
  private readonly publisher: StatusPublisher;

  constructor(
    private readonly parts: DeskParts,
    private readonly term: Term,
  ) {
    const { logger, stopping } = parts;
    this.ended = AbortSignal.any([term.ended, stopping]);
    this.reminder = new Reminder((what) => logger.info({ for: what }, 'The desk is waiting'));
    this.trouble = new Trouble(parts);
    this.times = new DeskTimes(parts.config.SCAN_INTERVAL_SECONDS * 1_000);
    this.publisher = new StatusPublisher(parts);
  }

  /** Something changed that a cycle may wait for. */
  check(): void {
    this.wake.now();
  }

  /** Publishes the state again: NATS may have lost it. */
  publishAgain(): void {
    this.publisher.forget();
    this.wake.now();
  }

  /**
   * Returns when the lease is lost or the service stops; the cycle in hand is finished, unless the lease is lost: what it
   * still means to write is refused then. Errors: what no waiting mends, such as a database that can't be used.
   */
  async run(): Promise<void> {
    try {
      while (this.isOn()) await orAborted(this.step(), this.term.ended);
      if (this.parts.stopping.aborted && this.term.isHeld) await this.finish();
    } catch (error) {
      if (error instanceof FencedError) {
        this.parts.logger.warn({ epoch: error.epoch }, 'Another orchestrator took over');
      } else if (!this.term.ended.aborted) {
        throw error;
      }
    } finally {
      this.isOver = true;
    }
  }

  get state(): DeskState {
    if (!this.isOn()) return 'standby';
    const { parts, view } = this;
    if (view) return stateOf(parts, view, this.trouble.brokenBecause).state;
    if (parts.emergency.reason !== undefined) return 'emergency-stopped';
    return waitingOf(parts, view).forData === undefined ? 'waiting-for-rates' : 'waiting-for-data';
  }

  /** Trades again after a pause, an emergency stop or a ledger that did not add up. */
  async start(): Promise<void> {
    const desk = this.opened();
    await this.unlessFenced(desk.start());
    this.parts.emergency.reason = undefined;
    this.trouble.mended();
    this.times.cycleNow();
    this.parts.logger.info('Started by order');
    this.publishStatus();
    this.wake.now();
  }

  async pause(reason: string): Promise<void> {
    const desk = this.opened();
    await this.unlessFenced(desk.pause(reason));
    this.parts.logger.info({ reason }, 'Paused by order');
    this.publishStatus();
  }

  /** Books a person's correction; the desk stays stopped until it is started. */
  async correct(amountUsdt: string, reason: string): Promise<DeskLedger> {
    const desk = this.opened();
    await this.unlessFenced(desk.correct(amountUsdt, reason));
    this.trouble.mended();
    this.parts.logger.warn({ amountUsdt, reason }, 'Corrected by order');
    this.publishStatus();
    return desk.view().ledger;
  }

  /** Books a person's settlement of a perpetual that is gone. */
  settle: Desk['settle'] = async (asked) => {
    const settled = await this.unlessFenced(this.opened().settle(asked));
    this.parts.logger.warn({ ...asked, ...settled }, 'Settled by order');
    this.publishStatus();
    return settled;
  };

  configure: Desk['configure'] = async (settings, orderedBy) => {
    const desk = this.opened();
    const chosen = await this.unlessFenced(desk.configure(settings, orderedBy));
    this.parts.logger.info({ renamed: chosen.renamed, orderedBy }, 'Settings changed by order');
    this.publishStatus();
    return chosen;
  };

  explain: Desk['explain'] = (name) => this.opened().explain(name);

  /** Closes one position; the desk goes on as it was. */
  closeOne: Desk['closeOne'] = async (positionId, reason) => {
    const closed = await this.unlessFenced(this.opened().closeOne(positionId, reason));
    this.parts.logger.warn({ positionId, reason, ...closed }, 'One position closed by order');
    this.publishStatus();
    return closed;
  };

  /** Closes all at once; before the desk is open, as soon as it is. */
  emergencyStop(reason: string): Promise<ClosedAll> {
    this.closing ??= this.closeInEmergency(reason).finally(() => (this.closing = undefined));
    return this.closing;
  }

  private async closeInEmergency(reason: string): Promise<ClosedAll> {
    const result = await this.unlessFenced(stopInEmergency(this.parts, this.desk, reason));
    this.publishStatus();
    return result;
  }

  private get view(): DeskView | undefined {
    return this.desk?.view();
  }

  private isOn(): boolean {
    return !this.isOver && this.term.isHeld && !this.parts.stopping.aborted;
  }

  private async step(): Promise<void> {
    const { readiness, alerts, emergency, exchange } = this.parts;
    await readiness.check();
    if (!this.isOn()) return;
    alerts.dataDegraded(readiness.degraded);
    if (!this.desk && exchange.source() !== 'unknown') await this.openInTime();
    await this.trouble.patiently(async () => {
      const reason = emergency.reason ?? (await this.desk?.stopAsked());
      if (this.desk && reason !== undefined) await this.emergencyStop(reason);
    });
    this.reportWhatIsWaitedFor();
    this.publishStatus();
    if (this.isCycleDue()) await this.cycle();
    await this.wake.wait(this.times.untilNextCheckMs, this.ended);
  }

  private async openInTime(): Promise<void> {
    if (!this.times.isOpeningDue) return;
    if (!(await this.open())) this.times.notOpened();
  }

  private open(): Promise<boolean> {
    return this.trouble.patiently(async () => {
      this.desk = await openNext(this.parts, this.term, this.ended, () => this.isOn());
      const broken = this.desk?.brokenBecause;
      if (broken) this.trouble.standStill(broken);
    });
  }

  private async cycle(): Promise<void> {
    const { logger } = this.parts;
    const startedMs = performance.now();
    const isDone = await this.trouble.patiently(async () => {
      const report = await this.desk?.runCycle();
      if (report) logCycle(logger, report);
    });
    this.times.cycled(startedMs, isDone);
    this.publishStatus();
  }

  /** The cycle in hand is over here. */
  private async finish(): Promise<void> {
    const reason = 'The orchestrator was told to stop';
    if (this.desk) await closeOnShutdown(this.parts, this.desk, reason);
    if (this.view) {
      this.publisher.publish(this.view, { state: 'standby', reason: `${reason}; none is active` });
    }
  }

  /** An order that finds a newer lease ends this run as a cycle would. */
  private async unlessFenced<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof FencedError) this.isOver = true;
      throw error;
    }
  }

  private opened(): Desk {
    if (!this.isOn()) throw new TransientError('This orchestrator stands by');
    if (!this.desk) {
      const why =
        this.trouble.brokenBecause ??
        `waiting for ${this.parts.monitor.waitsFor() ?? 'the database'}`;
      throw new TransientError(`The desk is not open yet: ${why}`);
    }
    return this.desk;
  }

  private isCycleDue(): boolean {
    if (!this.isOn() || !this.desk || this.trouble.brokenBecause !== undefined) return false;
    const { parts, view } = this;
    if (!parts.monitor.now() || !this.times.isCycleDue) return false;
    // Once it has traded it has something to look after, whatever became of the history.
    return isDataReady(parts, view) || hasCycled(view);
  }

  private reportWhatIsWaitedFor(): void {
    const { forData, forRates } = waitingOf(this.parts, this.view);
    const what = forData ?? (hasCycled(this.view) ? undefined : forRates);
    if (what === undefined) this.reminder.over();
    else this.reminder.waiting(what);
  }

  private publishStatus(): void {
    const { parts, view } = this;
    if (view && this.isOn())
      this.publisher.publish(view, stateOf(parts, view, this.trouble.brokenBecause));
  }
}
