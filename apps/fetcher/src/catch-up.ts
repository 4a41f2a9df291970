import type { DataState } from '@fullcarry/contracts/data-progress-v1';
import { jobSubject, type JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobQueue } from './job-queue.js';
import { planJobs } from './plan-jobs.js';
import type { ProgressReporter } from './progress-reporter.js';
import type { SeriesBoard } from './series-board.js';
import type { TrackedSeries } from './tracked-series.js';

/** How often the coverage is looked at while windows are fetched. */
const LOOK_MS = 200;

/** Jobs that are still needed are queued again after this: the queue may have lost them. */
const QUEUE_AGAIN_MS = 5_000;

/**
 * Queues what is missing and waits until nothing of it is left to do. What is left is read from the
 * database each time, so it does not matter which fetcher did the work, or what was lost on the way.
 */
export class CatchUp {
  constructor(
    private readonly exchange: Exchange,
    private readonly board: SeriesBoard,
    private readonly queue: JobQueue,
    private readonly reporter: ProgressReporter,
  ) {}

  /** What is left to do at the exchange's time `nowMs`. */
  plan(tracked: readonly TrackedSeries[], nowMs: number): JobFetch[] {
    return planJobs(tracked, this.exchange, nowMs, Date.now());
  }

  /** Returns the series as they are once nothing of the plan is left. Errors: when `stopping` aborts. */
  async run(
    planned: readonly JobFetch[],
    nowMs: number,
    state: DataState,
    stopping: AbortSignal,
  ): Promise<TrackedSeries[]> {
    const queuedAtMs = new Map<string, number>();
    let left = planned;
    for (;;) {
      await this.queueDue(left, queuedAtMs);
      await sleep(LOOK_MS, undefined, { signal: stopping });
      const tracked = await this.board.read(nowMs);
      left = this.plan(tracked, nowMs);
      const pagesTotal = Math.max(queuedAtMs.size, planned.length);
      this.reporter.report(tracked, { state, pagesTotal, pagesLeft: left.length, reason: null });
      if (left.length === 0) return tracked;
    }
  }

  private async queueDue(
    jobs: readonly JobFetch[],
    queuedAtMs: Map<string, number>,
  ): Promise<void> {
    const nowMs = Date.now();
    for (const job of jobs) {
      const subject = jobSubject(job);
      if (nowMs - (queuedAtMs.get(subject) ?? 0) < QUEUE_AGAIN_MS) continue;
      await this.queue.put(job);
      queuedAtMs.set(subject, nowMs);
    }
  }
}
