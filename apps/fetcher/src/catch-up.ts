import type { DataState } from '@fullcarry/contracts/data-progress-v1';
import { jobSubject, seriesKeyOf, type JobFetch } from '@fullcarry/contracts/job-fetch-v1';
import { seriesName } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobQueue } from './job-queue.js';
import { planJobs } from './plan-jobs.js';
import type { ProgressReporter } from './progress-reporter.js';
import type { Prover } from './prover.js';
import type { SeriesBoard } from './series-board.js';
import type { TrackedSeries } from './tracked-series.js';

/** How often the coverage is looked at while windows are fetched: seldom, and often once little is left. */
const LOOK_MS = 200;
const LAST_LOOKS_MS = 50;

/** So many windows are little: they take no longer than a look. */
const LITTLE_LEFT = 32;

/** A look at many series takes its time; at the most this share of all of it goes into looking. */
const MOST_LOOKING = 0.1;
const LONGEST_WAIT_MS = 1_000;

/** So many windows wait in the queue at the most: enough for all fetchers until the next looks. */
const MOST_QUEUED = 1_000;

/** So many jobs are on their way to the queue at once: one by one they would wait for each answer. */
const PUT_AT_ONCE = 64;

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
    private readonly prover: Prover,
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
    let waitMs = LAST_LOOKS_MS;
    for (;;) {
      await this.queueDue(left.slice(0, MOST_QUEUED), queuedAtMs);
      await sleep(waitMs, undefined, { signal: stopping });
      const lookedAtMs = performance.now();
      const tracked = await this.board.read(nowMs);
      left = this.plan(tracked, nowMs);
      const pagesTotal = Math.max(queuedAtMs.size, planned.length);
      this.reporter.report(tracked, { state, pagesTotal, pagesLeft: left.length, reason: null });
      if (left.length === 0) return tracked;
      const lookMs = performance.now() - lookedAtMs;
      const leastMs = left.length > LITTLE_LEFT ? LOOK_MS : LAST_LOOKS_MS;
      waitMs = Math.min(Math.max(leastMs, lookMs / MOST_LOOKING), LONGEST_WAIT_MS);
      await this.prover.prepare(finished(tracked, left), nowMs);
    }
  }

  private async queueDue(
    jobs: readonly JobFetch[],
    queuedAtMs: Map<string, number>,
  ): Promise<void> {
    const nowMs = Date.now();
    const due = jobs.filter(
      (job) => nowMs - (queuedAtMs.get(jobSubject(job)) ?? 0) >= QUEUE_AGAIN_MS,
    );
    for (let first = 0; first < due.length; first += PUT_AT_ONCE) {
      const some = due.slice(first, first + PUT_AT_ONCE);
      await Promise.all(some.map((job) => this.queue.put(job)));
      for (const job of some) queuedAtMs.set(jobSubject(job), nowMs);
    }
  }
}

/** The series of which nothing is left to fetch now. */
function finished(tracked: readonly TrackedSeries[], left: readonly JobFetch[]): TrackedSeries[] {
  const open = new Set(left.map((job) => seriesName(seriesKeyOf(job))));
  return tracked.filter((one) => !open.has(seriesName(one.series.key)));
}
