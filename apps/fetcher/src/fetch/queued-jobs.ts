import { jobSubject, type JobFetch } from '@fullcarry/contracts/jobs/job-fetch-v1';
import type { JobQueue } from './job-queue.js';

/** So many windows wait in the queue at the most: enough for all fetchers until the next passes. */
const MOST_QUEUED = 1_000;

/** So many jobs are on their way to the queue at once: one by one they would wait for each answer. */
const PUT_AT_ONCE = 64;

/** Jobs that are still needed are queued again after this: the queue may have lost them. */
const QUEUE_AGAIN_MS = 5_000;

/** The windows that this fetcher put into the queue, and may have to put there again. */
export class QueuedJobs {
  private queuedAtMs = new Map<string, number>();

  constructor(private readonly queue: JobQueue) {}

  /** Queues as many of the jobs as the queue has room for; the others are not even made. */
  async put(jobs: Iterable<JobFetch>, nowMs: number): Promise<void> {
    const wanted = new Map<string, number>();
    const due: JobFetch[] = [];
    for (const job of jobs) {
      const subject = jobSubject(job);
      const queuedAtMs = this.queuedAtMs.get(subject);
      const isDue = queuedAtMs === undefined || nowMs - queuedAtMs >= QUEUE_AGAIN_MS;
      if (isDue) due.push(job);
      wanted.set(subject, isDue ? nowMs : queuedAtMs);
      if (wanted.size >= MOST_QUEUED) break;
    }
    for (let first = 0; first < due.length; first += PUT_AT_ONCE) {
      await Promise.all(due.slice(first, first + PUT_AT_ONCE).map((job) => this.queue.put(job)));
    }
    this.queuedAtMs = wanted;
  }
}
