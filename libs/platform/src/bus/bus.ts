import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import { connect, nanos, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { onBus, StreamLostError } from './bus-unavailable-error.js';
import { DeclaredStreams } from './declared-streams.js';
import { leaveNats } from './leave-nats.js';
import { encoded, refuseSmall } from './message-bound.js';
import { natsOptions } from './nats-options.js';
import { retryWhileAway } from './retry-while-away.js';
import { parseJson } from '../service/parse-json.js';

export interface BusOptions {
  readonly url: string;
  readonly name: string;
  /** How many servers of a cluster hold each stream and bucket. */
  readonly replicas: NatsReplicas;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** More than one outlives the loss of a server: 3 that of one, 5 that of two. */
export type NatsReplicas = 1 | 3 | 5;

/** A message on its way: a subject and a schema that refuses wrong payloads before they leave. */
export interface Sendable<Payload> {
  readonly schema: { parse(payload: Payload): unknown };
}

/**
 * One connection to NATS that outlives its server: it waits for the first connection for as long as it
 * takes, reconnects for ever, makes the declared streams again where NATS lost them, and notifies so that what
 * they held can be published again.
 */
export class Bus {
  private readonly reconnected: (() => Promise<void> | void)[] = [];
  private readonly streams: DeclaredStreams;
  private isUp = true;

  private constructor(
    readonly connection: NatsConnection,
    readonly jetstream: JetStreamClient,
    private readonly manager: JetStreamManager,
    private readonly options: BusOptions,
  ) {
    this.streams = new DeclaredStreams(manager, options.logger, () => void this.callBack());
    void this.watch();
  }

  /**
   * An unreachable server is waited for, and the log says so. Errors: the signal's reason when it aborts; Error for a
   * server that takes only small messages.
   */
  static async open(options: BusOptions): Promise<Bus> {
    return retryWhileAway(options, async () => {
      const connection = await onBus(() =>
        connect({ ...natsOptions(options.url), name: options.name }),
      );
      try {
        refuseSmall(connection.info?.max_payload);
        const manager = await onBus(() => jetstreamManager(connection));
        return new Bus(connection, jetstream(connection), manager, options);
      } catch (error) {
        await connection.close();
        throw error;
      }
    });
  }

  get connected(): boolean {
    return !this.connection.isClosed() && this.isUp;
  }

  /** Of each declared stream, how many servers of the cluster lack it or are behind. */
  get replicasMissing(): ReadonlyMap<string, number> {
    return this.streams.replicasMissing;
  }

  get consumers() {
    return this.manager.consumers;
  }

  /**
   * Does what the service can't be without, again with growing waits for as long as NATS can't.
   *
   * Errors: the signal's reason when it aborts; whatever is not about NATS being away.
   */
  retryWhileAway<Result>(work: () => Promise<Result>): Promise<Result> {
    return retryWhileAway(this.options, () => onBus(work));
  }

  /**
   * Makes what this process can't be without, a stream and what hangs on it; again whenever NATS has lost it. `make`
   * must do the same whether it is there or not.
   *
   * Errors: as `retryWhileAway`.
   */
  async declare(stream: string, make: () => Promise<void>): Promise<void> {
    this.streams.add(stream, make);
    await this.retryWhileAway(() => this.streams.makeAgain());
  }

  /** Makes what was declared as it should be: for whoever sees that some of it is gone. Errors: as `onBus`. */
  makeAgain(): Promise<void> {
    return this.streams.makeAgain();
  }

  /** Makes the stream as it should be, whether it exists or not. */
  async ensureStream(config: Partial<StreamConfig> & { name: string }): Promise<void> {
    const { name } = config;
    const whole = { ...config, num_replicas: this.options.replicas };
    const names = await this.manager.streams.names().next();
    if (names.includes(name)) await this.manager.streams.update(name, whole);
    else await this.manager.streams.add(whole);
  }

  /** Makes the key-value bucket as it should be, whether it exists or not. `keptMs`: of what nobody writes again. */
  async ensureBucket(name: string, keptMs?: number): Promise<KV> {
    const { replicas } = this.options;
    const ttl = keptMs === undefined ? {} : { ttl: keptMs };
    const bucket = await new Kvm(this.jetstream).create(name, { replicas, ...ttl });
    const made = await bucket.status();
    if (made.replicas === replicas && made.ttl === (keptMs ?? 0)) return bucket;
    // One that an earlier version or another setting made is changed.
    await this.ensureStream({ name: `KV_${name}`, max_age: nanos(keptMs ?? 0) });
    return bucket;
  }

  /** The message that the stream keeps as the last of the subject; undefined when there is none. */
  async retained(stream: string, subject: string): Promise<unknown> {
    return (await this.lastOf(stream, subject))?.json();
  }

  /** Takes what the stream keeps of the subject out of it. */
  async purge(stream: string, subject: string): Promise<void> {
    await this.onStream(() => this.manager.streams.purge(stream, { filter: subject }));
  }

  /** The same where the message is the one that is meant; what comes meanwhile stays. */
  async purgeIf(
    stream: string,
    subject: string,
    isMeant: (payload: unknown) => boolean,
  ): Promise<void> {
    const kept = await this.lastOf(stream, subject);
    if (!kept || !isMeant(parseJson(kept.string()))) return;
    const upTo = { filter: subject, seq: kept.seq + 1 };
    await this.onStream(() => this.manager.streams.purge(stream, upTo));
  }

  /**
   * Publishes and waits until the stream has it.
   *
   * Errors: BusUnavailableError; JetStreamApiError when the stream may not take it; MessageTooLargeError.
   */
  async publish<Payload>(
    subject: string,
    message: Sendable<Payload>,
    payload: Payload,
  ): Promise<void> {
    message.schema.parse(payload);
    const text = encoded(subject, payload);
    await this.onStream(() => this.jetstream.publish(subject, text));
  }

  /**
   * Publishes what will be published again anyway: nothing waits for it, and while NATS is away it is dropped
   * rather than kept for a burst of old news. Errors: MessageTooLargeError.
   */
  publishWithoutAck<Payload>(subject: string, message: Sendable<Payload>, payload: Payload): void {
    message.schema.parse(payload);
    const text = encoded(subject, payload);
    if (this.connected) this.connection.publish(subject, text);
  }

  /**
   * Calls back each time that the connection came back or a stream that NATS had lost was made again, in the order of
   * asking, one after the other; what was declared is there by then. One that NATS could not do is called again.
   */
  onReconnect(callback: () => Promise<void> | void): void {
    this.reconnected.push(callback);
  }

  /** What was published leaves first, as long as somebody is there to take it. */
  async close(): Promise<void> {
    this.streams.close();
    if (this.isUp) await leaveNats(this.connection);
    else await this.connection.close();
  }

  private async watch(): Promise<void> {
    const { logger } = this.options;
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect' && this.isUp) {
        this.isUp = false;
        logger.warn('NATS is gone, waiting for it; nothing stored is lost');
      } else if (status.type === 'reconnect') {
        this.isUp = true;
        logger.info('NATS is back');
        void this.comeBack();
      }
    }
  }

  /** Does it, once more after what is declared was made again where that turns out to be gone. */
  private async onStream<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await onBus(work);
    } catch (error) {
      if (!(error instanceof StreamLostError)) throw error;
      await this.streams.makeAgain();
      return await onBus(work);
    }
  }

  private lastOf(stream: string, subject: string) {
    return this.onStream(() => this.manager.streams.getMessage(stream, { last_by_subj: subject }));
  }

  private async comeBack(): Promise<void> {
    try {
      await this.retryWhileAway(() => this.streams.makeAgain());
    } catch (error) {
      if (this.options.signal.aborted) return;
      this.options.logger.error({ err: error }, 'The streams can’t be made again');
    }
    await this.callBack();
  }

  private async callBack(): Promise<void> {
    try {
      for (const callback of this.reconnected) await this.retryWhileAway(async () => callback());
    } catch (error) {
      if (this.options.signal.aborted) return;
      this.options.logger.error({ err: error }, 'What follows a reconnect to NATS failed');
    }
  }
}
