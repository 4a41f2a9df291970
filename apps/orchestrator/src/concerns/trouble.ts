import { DataIntegrityError, DomainError } from '@fullcarry/domain/errors';
import type { DeskParts } from '../desk/desk-parts.js';
import { Reminder } from './reminder.js';

/** What goes wrong while the desk runs: what is amiss now is tried again, what does not add up waits for a person. */
export class Trouble {
  private broken: string | undefined;
  private readonly reminder: Reminder;

  constructor(private readonly parts: Pick<DeskParts, 'logger' | 'alerts' | 'stopping'>) {
    this.reminder = new Reminder((error) =>
      parts.logger.warn({ error }, 'The desk can’t do it now, trying again'),
    );
  }

  /** What does not add up: nobody trades until a person put it right. */
  get brokenBecause(): string | undefined {
    return this.broken;
  }

  mended(): void {
    this.broken = undefined;
  }

  /** Whether the work is done. Errors: what no waiting mends. */
  async patiently(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.reminder.over();
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error instanceof DataIntegrityError) this.standStill(error);
      else if (!this.parts.stopping.aborted) this.reminder.waiting(error.message);
      return false;
    }
  }

  standStill({ context, message }: DataIntegrityError): void {
    const { differenceUsdt } = context;
    const left =
      differenceUsdt === undefined ? '' : `: ${String(differenceUsdt)} USDT are unexplained`;
    const reason = `${message}${left}`;
    if (this.broken === reason) return;
    this.broken = reason;
    const { logger, alerts } = this.parts;
    logger.error(
      { ...context, error: message },
      'It does not add up: no trade until a person put it right and started the desk again',
    );
    alerts.ledgerBroken(reason);
  }
}
