import { DataIntegrityError, DomainError, PermanentError } from '@fullcarry/domain/errors';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import pRetry from 'p-retry';

export interface RetrySettings {
  readonly maxRetries: number;
  readonly baseMs: number;
}

/** No answer for this long is more than the usual hiccup: people are alerted. */
const TROUBLE_AFTER_MS = 2_000;

/** After this no further try is made, so that whoever can't be had is named within two minutes. */
const LONGEST_TRYING_MS = 60_000;

/** Asks again, with growing waits, for what could not be had or believed. */
export class RetryPolicy {
  /** Why no answer comes, in one sentence; undefined while answers come. */
  trouble: string | undefined;
  private failingSinceMs: number | undefined;
  private notify: () => void = () => undefined;

  constructor(
    private readonly settings: RetrySettings,
    private readonly stopping: AbortSignal,
    private readonly logger: Logger,
  ) {}

  /** Calls back when the trouble begins and when it ends. */
  onTrouble(notify: () => void): void {
    this.notify = notify;
  }

  /**
   * `asked` says in the log what it was about.
   *
   * Errors: the last one, when the tries are used up; a PermanentError at once.
   */
  ask<Answer>(asked: object, read: () => Promise<Answer>): Promise<Answer> {
    const noted = async () => {
      const answer = await read();
      this.noteAnswer();
      return answer;
    };
    return pRetry(noted, {
      retries: this.settings.maxRetries,
      minTimeout: this.settings.baseMs,
      factor: 2,
      randomize: true,
      maxRetryTime: LONGEST_TRYING_MS,
      signal: this.stopping,
      shouldRetry: ({ error }) => !(error instanceof PermanentError),
      onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
        if (error instanceof PermanentError) return;
        this.noteFailure(error);
        const fields = { ...asked, attemptNumber, retriesLeft, ...evidenceOf(error) };
        if (error instanceof DataIntegrityError) this.logger.warn(fields, 'Answer refused');
        else this.logger.debug(fields, 'Answer not had');
      },
    });
  }

  private noteAnswer(): void {
    this.failingSinceMs = undefined;
    if (this.trouble === undefined) return;
    this.trouble = undefined;
    this.logger.info('The exchange answers again');
    this.notify();
  }

  private noteFailure(error: Error): void {
    const nowMs = performance.now();
    this.failingSinceMs ??= nowMs;
    if (this.trouble !== undefined || nowMs - this.failingSinceMs < TROUBLE_AFTER_MS) return;
    if (this.stopping.aborted) return;
    this.trouble = `waiting for the exchange: ${error.message}`;
    this.logger.warn(
      evidenceOf(error),
      'The exchange gives no answer, trying on with growing waits; what is stored is kept',
    );
    this.notify();
  }
}

/** What an error says for the log: its sentence and its facts, without a stack. */
export function evidenceOf(error: Error): Record<string, unknown> {
  return { ...(error instanceof DomainError ? error.context : {}), error: error.message };
}
