import type { Logger } from '@fullcarry/platform/logs/create-logger';
import pRetry from 'p-retry';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, AlertSink } from './alert.js';
import { NotTakenError } from './post-json.js';

export interface AlertQueueOptions {
  readonly retries: number;
  readonly firstWaitMs: number;
  /** More than so many that wait: the oldest is dropped. */
  readonly most: number;
}

const RETRIES: AlertQueueOptions = { retries: 6, firstWaitMs: 1_000, most: 100 };

const LONGEST_ASKED_WAIT_MS = 60_000;

/** The alerts on their way to one sink: in order, one at a time, and nobody waits for them. */
export class AlertQueue {
  private readonly waiting: Alert[] = [];
  private sending: Promise<void> | undefined;
  private readonly stopped = new AbortController();

  constructor(
    private readonly sink: AlertSink,
    private readonly logger: Logger,
    private readonly options: AlertQueueOptions = RETRIES,
  ) {}

  put(alert: Alert): void {
    if (this.stopped.signal.aborted) return;
    if (this.waiting.length >= this.options.most) {
      const dropped = this.waiting.shift();
      this.logger.warn({ to: this.sink.name, kind: dropped?.kind }, 'Too many alerts, one dropped');
    }
    this.waiting.push(alert);
    this.sending ??= this.send().finally(() => (this.sending = undefined));
  }

  /** What waits gets so long to leave; then it is given up. */
  async close(longestMs: number): Promise<void> {
    const left = this.sending ?? Promise.resolve();
    await Promise.race([left, sleep(longestMs, undefined, { ref: false })]);
    this.stopped.abort();
    await this.sending;
  }

  private async send(): Promise<void> {
    for (let alert = this.waiting.shift(); alert; alert = this.waiting.shift()) {
      if (this.stopped.signal.aborted) {
        this.logger.warn({ to: this.sink.name, kind: alert.kind }, 'An alert was not sent');
        continue;
      }
      await this.sendOne(alert);
    }
  }

  private async sendOne(alert: Alert): Promise<void> {
    const { sink, logger } = this;
    const { signal } = this.stopped;
    const fields = { to: sink.name, kind: alert.kind };
    try {
      await pRetry(() => sink.send(alert, signal), {
        retries: this.options.retries,
        minTimeout: this.options.firstWaitMs,
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => !(error instanceof NotTakenError && error.isFinal),
        onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
          const reason = error.message;
          logger.warn({ ...fields, attemptNumber, retriesLeft, reason }, 'An alert was not taken');
          const askedMs = error instanceof NotTakenError ? error.retryAfterMs : 0;
          if (askedMs > 0) {
            const waitMs = Math.min(askedMs, LONGEST_ASKED_WAIT_MS);
            await sleep(waitMs, undefined, { signal }).catch(() => undefined);
          }
        },
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ ...fields, reason }, 'An alert was given up');
    }
  }
}
