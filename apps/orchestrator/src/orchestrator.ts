import { DomainError } from '@fullcarry/domain/errors';
import { stopFromOutside } from '@fullcarry/history/desk/desk-mode-rows';
import { FencedError } from '@fullcarry/history/database/fenced-error';
import type { Lease } from '@fullcarry/platform/budget/lease';
import { serveCommands } from '@fullcarry/platform/bus/commands/serve-commands';
import type { Term } from '@fullcarry/platform/budget/term';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskParts } from './desk/desk-parts.js';
import { DeskRun } from './desk/desk-run.js';
import { OrchestratorModule } from './orchestrator-module.js';
import { Reminder } from './concerns/reminder.js';

const CHECK_EVERY_MS = 1_000;

/** Waits for the lease, runs the desk while it is held, and waits again: for as long as the process runs. */
export class Orchestrator {
  private active: DeskRun | undefined;
  private readonly reminder: Reminder;

  constructor(
    private readonly parts: DeskParts,
    private readonly lease: Lease,
  ) {
    this.reminder = new Reminder((active) =>
      parts.logger.info({ active }, 'Standing by: another orchestrator runs the desk'),
    );
  }

  get isActive(): boolean {
    return this.active !== undefined && this.active.state !== 'standby';
  }

  /** What this process is to the desk, for people. */
  get role(): string {
    if (this.active) return `active, ${this.active.state}`;
    const { otherHolder } = this.lease;
    return otherHolder === undefined
      ? 'waiting for the lease'
      : `standby, ${otherHolder} is active`;
  }

  /** Something changed that a cycle may wait for. */
  check(): void {
    this.active?.check();
  }

  /** NATS may have lost what was published. */
  publishAgain(): void {
    this.active?.publishAgain();
  }

  /** Returns when the service stops and the cycle in hand is over; the lease is given back. */
  async run(): Promise<void> {
    const { stopping, metrics } = this.parts;
    const watch = setInterval(() => this.reportStandby(), CHECK_EVERY_MS);
    try {
      while (!stopping.aborted) {
        const term = await this.lease.acquire();
        this.reminder.over();
        await this.runDesk(term);
        metrics.standby();
      }
    } catch (error) {
      if (!stopping.aborted) throw error;
    } finally {
      clearInterval(watch);
    }
  }

  /** Closes everything at once, here or at the orchestrator that is active. */
  async emergencyStop(reason: string): Promise<void> {
    const { emergency, logger } = this.parts;
    try {
      if (this.active) {
        emergency.reason = reason;
        await this.active.emergencyStop(reason);
      } else await this.leaveStop(reason);
    } catch (error) {
      if (!(error instanceof DomainError || error instanceof FencedError)) throw error;
      logger.error({ error: error.message }, 'The emergency stop is not complete, trying on');
      this.check();
    }
  }

  private async runDesk(term: Term): Promise<void> {
    const { config, logger, metrics, stopping } = this.parts;
    logger.info('This orchestrator runs the desk now');
    const run = new DeskRun(this.parts, term);
    this.active = run;
    // Without a queue: a frozen orchestrator must not swallow what the active one should do.
    const module = OrchestratorModule.of(run, metrics);
    const commands = await serveCommands(module, config.NATS_URL, { name: 'orchestrator' }, logger);
    let isGivenBack: boolean;
    try {
      await run.run();
    } finally {
      this.active = undefined;
      // What was not carried out stands in the database, for whoever is active next.
      this.parts.emergency.reason = undefined;
      isGivenBack = term.isHeld;
      await this.lease.release();
      await commands.close();
    }
    // Not asked for again at once when somebody has a newer one, though not from this NATS.
    if (isGivenBack && !stopping.aborted) {
      const pauseMs = config.LEASE_SECONDS * 1_000;
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
    const why = String(term.ended.reason);
    if (!stopping.aborted) logger.warn({ why }, 'This orchestrator does not run the desk any more');
  }

  /**
   * Writes the stop for the orchestrator that is active, or for the next one: it stands in the order of all mode
   * changes, so it is done once, and a later start of a person is not undone by it.
   */
  private async leaveStop(reason: string): Promise<void> {
    const { database, exchange, instance, logger } = this.parts;
    const by = { exchange: exchange.id, instance, atMs: Date.now() };
    const outcome = await stopFromOutside(database, by, reason);
    const messages = {
      stopped: 'Emergency stop: written for the active orchestrator, or the next one',
      'was-stopped': 'Emergency stop: the desk is stopped already',
      'no-desk': 'Emergency stop: no desk ever ran on this database, so there is nothing to stop',
    };
    logger.warn({ reason }, messages[outcome]);
  }

  private reportStandby(): void {
    const { otherHolder } = this.lease;
    if (!this.active && otherHolder !== undefined) this.reminder.waiting(otherHolder);
  }
}
