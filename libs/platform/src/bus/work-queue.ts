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
import type { z } from 'zod';
import type { Logger } from '../logs/create-logger.js';
import { inTime, LateError } from '../service/in-time.js';
import { orAborted } from '../service/or-aborted.js';
import { parseJson } from '../service/parse-json.js';
import type { Bus } from './bus.js';
import { BusUnavailableError } from './bus-unavailable-error.js';

/** A job whose worker died is given to another after this; a living one says in time that it works. */
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
export type Work<Job> = (job: Job, deliveries: number) => Promise<JobEnd>;

export interface WorkQueueOptions<Job> {
  /** Shared with other queues, whose filters are others. */
  readonly stream: { readonly name: string; readonly subjects: readonly string[] };
  /** All who serve the queue share it. */
  readonly consumer: string;
  /** Which subjects of the stream are of this queue. */
  readonly filter: string;
  readonly schema: z.ZodType<Job>;
  /** A job that is there already is known by it. */
  readonly subjectOf: (job: Job) => string;
  /** Consumers that earlier versions made and that suffer no other beside them. */
  readonly formerConsumers?: readonly string[];
}

/** Jobs on a JetStream work queue that any number of processes share: each is queued once, and done by one of them. */
export class WorkQueue<Job> {
  private constructor(
    private readonly bus: Bus,
    private readonly options: WorkQueueOptions<Job>,
    private readonly consumer: Consumer,
    private readonly logger: Logger,
  ) {}

  static async open<Job>(
    bus: Bus,
    options: WorkQueueOptions<Job>,
    logger: Logger,
  ): Promise<WorkQueue<Job>> {
    const { stream, consumer: name } = options;
    await bus.declare(stream.name, () => make(bus, options));
    const consumer = await bus.retryWhileAway(() => bus.jetstream.consumers.get(stream.name, name));
    return new WorkQueue(bus, options, consumer, logger);
  }

  /** Queues a job; one that is already queued stays the only one. Returns whether it was not queued yet. */
  async put(job: Job): Promise<boolean> {
    try {
      await this.bus.publish(this.options.subjectOf(job), this.options, job);
      return true;
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.message !== ALREADY_QUEUED) throw error;
      return false;
    }
  }

  /** How many wait or are being done. Errors: as Bus.retryWhileAway. */
  async size(): Promise<number> {
    const { stream, consumer } = this.options;
    const info = await this.bus.consumers.info(stream.name, consumer);
    return info.num_pending + info.num_ack_pending;
  }

  /**
   * Takes jobs one after the other and hands them to `work` until the signal aborts. A job is removed only
   * after `work` ended; one that was cut short by a stop or a crash comes back.
   */
  async serve(work: Work<Job>, stopping: AbortSignal): Promise<void> {
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

  private async handle(message: JsMsg, work: Work<Job>, stopping: AbortSignal): Promise<void> {
    const parsed = this.options.schema.safeParse(parseJson(message.string()));
    if (!parsed.success) {
      this.logger.error({ subject: message.subject }, 'A job that nobody can read was removed');
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

/** Makes the stream and the consumer as they should be. */
async function make<Job>(bus: Bus, options: WorkQueueOptions<Job>): Promise<void> {
  const { stream, consumer, filter, formerConsumers = [] } = options;
  await bus.ensureStream({
    name: stream.name,
    subjects: [...stream.subjects],
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    max_msgs_per_subject: 1,
  });
  for (const former of formerConsumers) await removeConsumer(bus, stream.name, former);
  await bus.consumers.add(stream.name, {
    durable_name: consumer,
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_deliver: -1,
    max_ack_pending: 10_000,
  });
}

async function removeConsumer(bus: Bus, stream: string, consumer: string): Promise<void> {
  try {
    await bus.consumers.delete(stream, consumer);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.status !== 404) throw error;
  }
}

/** A server that can't hear the answer hands the job out again, and it is done again. */
function answer(send: () => void): void {
  try {
    send();
  } catch {
    // The connection is closed for good: the service stops.
  }
}
