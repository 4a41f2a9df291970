import type { SweepProgress } from '@fullcarry/contracts/facts/backtest-progress-v1';
import type { JobBacktest } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { storedDocument } from '@fullcarry/history/backtest/do-backtest';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import type { Database } from '@fullcarry/history/database/database';
import { DatabaseUnusableError } from '@fullcarry/history/database/database-unusable-error';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import type { JobEnd } from '@fullcarry/platform/bus/work-queue';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { BacktesterMetrics } from '../metrics.js';
import { runInThread } from '../thread/run-in-thread.js';
import type { ThreadEnd } from '../thread/thread-message.js';
import type { BacktestFacts, BacktestNews } from './backtest-facts.js';
import { ProgressPublisher } from './progress-publisher.js';

/** A job that was begun so often and never came to an end is given up: it may be what ends whoever runs it. */
const MOST_DELIVERIES = 10;

/** After rows changed while they were read, and where NATS is away. */
const AGAIN_MS = 5_000;

export interface BacktestRunnerParts {
  readonly databaseUrl: string;
  /** How many threads this backtester has; a sweep takes those that are free when it begins. */
  readonly threads: number;
  /** Results are stored by it; rows are read by each thread's own. */
  readonly database: Database;
  readonly facts: BacktestFacts;
  readonly metrics: BacktesterMetrics;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** Runs backtests, each in a thread of its own, stores what comes out, and says how it goes. */
export class BacktestRunner {
  private readonly inHand = new Map<string, AbortController>();

  constructor(private readonly parts: BacktestRunnerParts) {}

  get running(): number {
    return this.inHand.size;
  }

  /** Ends a run that this process has in hand. */
  cancel(id: string): void {
    this.inHand.get(id)?.abort(new Error('It was given up'));
  }

  /** Errors: DatabaseUnusableError; whatever is a fault of this program. */
  async run(job: JobBacktest, deliveries: number): Promise<JobEnd> {
    // A process that was frozen is handed its own job once more.
    if (this.inHand.has(job.id)) return { kind: 'later', waitMs: AGAIN_MS };
    const cancelled = new AbortController();
    this.inHand.set(job.id, cancelled);
    this.parts.metrics.began(this.running);
    try {
      return await this.begin(job, deliveries, cancelled.signal);
    } catch (error) {
      if (!(error instanceof BusUnavailableError)) throw error;
      return { kind: 'later', waitMs: AGAIN_MS };
    } finally {
      this.inHand.delete(job.id);
      this.parts.metrics.ended(this.running);
    }
  }

  private async begin(job: JobBacktest, attempt: number, cancelled: AbortSignal): Promise<JobEnd> {
    const { facts, databaseUrl, stopping, threads } = this.parts;
    if (attempt > MOST_DELIVERIES) {
      const reason = `It was begun ${MOST_DELIVERIES} times, and none came to an end`;
      return this.end(job, { state: 'failed', attempt, reason });
    }
    // Who gave it up before it was taken was heard by nobody.
    if ((await facts.last(job.id))?.state === 'cancelled') return { kind: 'done' };
    const publisher = new ProgressPublisher((news) =>
      facts.publishWithoutAck(job, { ...news, attempt }),
    );
    await facts.publish(job, { state: 'running', attempt });
    const beganMs = performance.now();
    let last: SweepProgress | undefined;
    const end = await runInThread({
      ...{ databaseUrl, asked: job.asked, signal: AbortSignal.any([cancelled, stopping]) },
      ...{ sweep: job.sweep, threads: Math.max(1, threads - this.running + 1) },
      progress: ({ share, sweep }) => {
        last = sweep ?? last;
        publisher.offer(share, sweep);
      },
    });
    if (end.kind === 'aborted') {
      if (!cancelled.aborted) return { kind: 'later', waitMs: 0 };
      return this.end(job, { state: 'cancelled', attempt, reason: 'A person gave it up' });
    }
    this.parts.metrics.ran((performance.now() - beganMs) / 1_000);
    return this.conclude(job, { attempt, ...(last && { sweep: last }) }, end);
  }

  private async conclude(
    job: JobBacktest,
    before: Pick<BacktestNews, 'attempt' | 'sweep'> & { readonly attempt: number },
    end: Exclude<ThreadEnd, { kind: 'aborted' }>,
  ): Promise<JobEnd> {
    switch (end.kind) {
      case 'done': {
        const { database, logger } = this.parts;
        const store = job.sweep ? new SweepStore(database) : new BacktestStore(database);
        const isNew = await store.save(storedDocument(job.asked, end, Date.now()));
        logger.info({ id: job.id, sha256: end.sha256, isNew }, 'A backtest is done');
        return this.end(job, { ...before, state: 'done', share: 1, sha256: end.sha256 });
      }
      case 'unusable':
        throw new DatabaseUnusableError(end.reason);
      case 'later':
        if (before.attempt < MOST_DELIVERIES) return { kind: 'later', waitMs: AGAIN_MS };
        return this.end(job, { ...before, state: 'failed', reason: end.reason });
      default:
        return this.end(job, { ...before, state: end.kind, reason: end.reason });
    }
  }

  /** The job leaves the queue only after what came of it was published. */
  private async end(job: JobBacktest, news: BacktestNews): Promise<JobEnd> {
    await this.parts.facts.publishForSure(job, news);
    this.parts.metrics.over(news.state);
    if (news.state === 'failed') {
      this.parts.logger.error({ id: job.id, reason: news.reason }, 'A backtest failed');
    }
    return { kind: 'done' };
  }
}
