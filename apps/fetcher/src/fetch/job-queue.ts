import { JobFetchV1, jobSubject, type JobFetch } from '@fullcarry/contracts/orders/job-fetch-v1';
import { JOBS_STREAM } from '@fullcarry/contracts/wire/streams';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { inTime, LateError } from '@fullcarry/platform/service/in-time';
import { orAborted } from '@fullcarry/platform/service/or-aborted';
import { parseJson } from '@fullcarry/platform/service/parse-json';
import {
  AckPolicy,
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  type Consumer,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';

/** Each exchange has its own line of jobs, so that one that does not answer holds no other. */
const CONSUMER = 'fetchers';

/** A job whose fetcher died is given to another after this; a living one says in time that it works. */
const ACK_WAIT_MS = 10_000;
const STILL_WORKING_MS = 3_000;

/** How long a pull waits for a job, and when it is given up because nothing ends it. */
const PULL_MS = 5_000;
const LONGEST_PULL_MS = 3 * PULL_MS;

/** JetStream's answer when the subject already holds a job; its code stands for a full disk too. */
const ALREADY_QUEUED = 'maximum messages per subject exceeded';

/** What becomes of a job: finished, or put back for later. */
export type JobEnd =
  { readonly kind: 'done' } | { readonly kind: 'later'; readonly waitMs: number };

/** Does a job that was handed out `deliveries` times, this time included. */
export type Work = (job: JobFetch, deliveries: number) => Promise<JobEnd>;

/** The windows of one exchange to fetch, on a JetStream work queue that all fetchers share. */
export class JobQueue {
  private constructor(
    private readonly bus: Bus,
    private readonly consumer: Consumer,
    private readonly logger: Logger,
  ) {}

  static async open(bus: Bus, exchange: string, logger: Logger): Promise<JobQueue> {
    await bus.declare(JOBS_STREAM.name, () => JobQueue.make(bus, exchange));
    const consumer = await bus.persist(() =>
      bus.jetstream.consumers.get(JOBS_STREAM.name, consumerOf(exchange)),
    );
    return new JobQueue(bus, consumer, logger);
  }

  /** Makes the stream and the consumer as they should be. */
  private static async make(bus: Bus, exchange: string): Promise<void> {
    await bus.ensureStream({
      name: JOBS_STREAM.name,
      subjects: [...JOBS_STREAM.subjects],
      retention: RetentionPolicy.Workqueue,
      discard: DiscardPolicy.New,
      discard_new_per_subject: true,
      max_msgs_per_subject: 1,
    });
    await removeOldConsumer(bus);
    await bus.consumers.add(JOBS_STREAM.name, {
      durable_name: consumerOf(exchange),
      filter_subject: `${JobFetchV1.subject}.${exchange}.>`,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: 10_000,
    });
  }

  /** Queues a job; one that is already queued stays the only one. */
  async put(job: JobFetch): Promise<void> {
    try {
      await this.bus.publish(jobSubject(job), JobFetchV1, job);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.message !== ALREADY_QUEUED) throw error;
    }
  }

  /**
   * Takes jobs one after the other and hands them to `work` until the signal aborts. A job is removed only
   * after `work` ended; one that was cut short by a stop or a crash comes back.
   */
  async serve(work: Work, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const message = await this.next(stopping);
      if (message) await this.handle(message, work, stopping);
    }
  }

  private async next(stopping: AbortSignal): Promise<JsMsg | null> {
    const asked = this.consumer.next({ expires: PULL_MS });
    try {
      // The client waits for ever for a pull that was under way when a server of the cluster went.
      return await orAborted(inTime(asked, LONGEST_PULL_MS), stopping);
    } catch (error) {
      if (stopping.aborted || error instanceof LateError) {
        // The pull is still open: a job that it brings goes to somebody else.
        void asked.then((message) => message && answer(() => message.nak())).catch(() => undefined);
        return null;
      }
      this.logger.debug({ err: error }, 'No job can be taken now, trying again');
      await this.makeAgain(stopping);
      return null;
    }
  }

  /** The stream or the consumer may be gone; while NATS is away there is nothing to do but wait. */
  private async makeAgain(stopping: AbortSignal): Promise<void> {
    try {
      await this.bus.makeAgain();
    } catch (error) {
      if (!(error instanceof BusUnavailableError)) throw error;
      await sleep(1_000, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  private async handle(message: JsMsg, work: Work, stopping: AbortSignal): Promise<void> {
    const parsed = JobFetchV1.schema.safeParse(parseJson(message.string()));
    if (!parsed.success) {
      this.logger.error({ subject: message.subject }, 'A job that no fetcher can read was removed');
      answer(() => message.term());
      return;
    }
    const stillWorking = setInterval(() => answer(() => message.working()), STILL_WORKING_MS);
    try {
      const end = await work(parsed.data, message.info.deliveryCount);
      if (end.kind === 'done') answer(() => message.ack());
      // A job that was cut short by the stop is not to blame: somebody else may have it at once.
      else answer(() => message.nak(stopping.aborted ? undefined : end.waitMs));
    } catch (error) {
      if (!stopping.aborted) throw error;
      answer(() => message.nak());
    } finally {
      clearInterval(stillWorking);
    }
  }
}

function consumerOf(exchange: string): string {
  return `${CONSUMER}-${exchange}`;
}

/** Until version 0.1 all exchanges had one; it takes every job and suffers no other beside it. */
async function removeOldConsumer(bus: Bus): Promise<void> {
  try {
    await bus.consumers.delete(JOBS_STREAM.name, CONSUMER);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.status !== 404) throw error;
  }
}

/** A server that can't hear the answer hands the job out again, and its window is found covered then. */
function answer(say: () => void): void {
  try {
    say();
  } catch {
    // The connection is closed for good: the service stops.
  }
}
