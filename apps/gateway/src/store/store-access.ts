import type { Database } from '@fullcarry/history/database/database';
import { DatabaseUnusableError } from '@fullcarry/history/database/database-unusable-error';
import { openDatabase } from '@fullcarry/history/database/open-database';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '../unavailable-error.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * The way to the database, which may be away: at the start, or for a while later. It is opened again and
 * again until it works; who reads meanwhile hears what is wrong.
 */
export class StoreAccess {
  readonly kind: 'sqlite' | 'postgresql';
  /** What is wrong, in one sentence; undefined while it can be read. */
  trouble: string | undefined = 'The database is not open yet';
  private database: Database | undefined;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {
    this.kind = url.startsWith('file:') ? 'sqlite' : 'postgresql';
  }

  /** Returns when it is open or the signal aborts. */
  async open(stopping: AbortSignal): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (!stopping.aborted && !(await this.tryToOpen(waitMs))) {
      await sleep(waitMs, undefined, { signal: stopping }).catch(() => undefined);
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    }
  }

  /**
   * What the work reads. Errors: UnavailableError while the database can't be read; a later call finds out
   * by itself whether it is back.
   */
  async read<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    if (!this.database)
      throw new UnavailableError('database', this.trouble ?? 'The database is away');
    try {
      const result = await work(this.database);
      if (this.trouble !== undefined) this.logger.info('The database is back');
      this.trouble = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof DatabaseUnusableError)) throw error;
      if (this.trouble === undefined) {
        this.logger.warn({ reason: error.message }, 'The database can’t be read');
      }
      this.trouble = error.message;
      throw new UnavailableError('database', error.message, { cause: error });
    }
  }

  private async tryToOpen(waitMs: number): Promise<boolean> {
    try {
      this.database = await openDatabase(this.url);
      this.trouble = undefined;
      this.logger.info({ database: this.kind }, 'The database is open');
      return true;
    } catch (error) {
      this.trouble = messageOf(error);
      this.logger.warn(
        { waitMs, reason: this.trouble },
        'The database can’t be opened, trying again',
      );
      return false;
    }
  }

  async close(): Promise<void> {
    const open = this.database;
    this.database = undefined;
    this.trouble = 'The gateway is stopping';
    await open?.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
