import { MarketProgressV1 } from '@fullcarry/contracts/facts/data-progress-v1';
import { isMarketReadySubject } from '@fullcarry/contracts/facts/data-ready-v1';
import { isMarketSignalsSubject } from '@fullcarry/contracts/facts/market-signals-v1';
import { ServiceAliveV1 } from '@fullcarry/contracts/facts/service-alive-v1';
import { FACTS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import pLimit from 'p-limit';

/** Whoever hears what the feed brings; `kept` is what the stream kept, not published just now. */
export interface FactListener {
  hear(subject: string, payload: unknown, heardAtMs: number): void;
  /** The stream keeps nothing of the subject. */
  forget(subject: string): void;
}

/** Retained facts that are read at once. */
const AT_ONCE = 32;

/**
 * Every fact on NATS as it is published, and on each connect the last one of each subject that the stream kept:
 * a gateway that comes late, or was cut off, knows what all others know.
 */
export class FactFeed {
  /** Received since the last reading of what was kept began: newer than anything kept. */
  private readonly receivedSince = new Set<string>();
  private known = new Set<string>();

  constructor(
    private readonly bus: Bus,
    private readonly listener: FactListener,
    private readonly logger: Logger,
  ) {}

  async open(): Promise<void> {
    for (const subject of [...FACTS_STREAM.subjects, ServiceAliveV1.subject]) {
      this.bus.connection.subscribe(subject, {
        callback: (error, message) => {
          if (error || isPassedOver(message.subject)) return;
          this.receivedSince.add(message.subject);
          this.take(message.subject, message.string(), Date.now());
        },
      });
    }
    this.bus.onReconnect(() => this.readKept());
    await this.readKept();
  }

  private async readKept(): Promise<void> {
    this.receivedSince.clear();
    try {
      await this.bus.retryWhileAway(() => this.readOnce());
    } catch (error) {
      this.logger.warn({ err: error }, 'What the stream kept could not be read');
    }
  }

  private async readOnce(): Promise<void> {
    const manager = await jetstreamManager(this.bus.connection);
    const subjects = await this.keptSubjects();
    const limit = pLimit(AT_ONCE);
    await Promise.all(
      subjects.map((subject) =>
        limit(async () => {
          const message = await manager.streams.getMessage(FACTS_STREAM.name, {
            last_by_subj: subject,
          });
          if (!message || this.receivedSince.has(subject)) return;
          this.take(subject, message.string(), message.time.getTime());
        }),
      ),
    );
    for (const subject of this.known) {
      if (!subjects.includes(subject) && !this.receivedSince.has(subject))
        this.listener.forget(subject);
    }
    this.known = new Set(subjects);
  }

  /** Nothing while nobody made the stream yet. */
  private async keptSubjects(): Promise<string[]> {
    const manager = await jetstreamManager(this.bus.connection);
    try {
      const info = await manager.streams.info(FACTS_STREAM.name, { subjects_filter: '>' });
      return Object.keys(info.state.subjects ?? {}).filter((one) => !isPassedOver(one));
    } catch (error) {
      if (error instanceof JetStreamApiError && error.status === 404) return [];
      throw error;
    }
  }

  /** What is no JSON was not published by one of us. */
  private take(subject: string, text: string, heardAtMs: number): void {
    if (subject !== ServiceAliveV1.subject && !subject.startsWith(MarketProgressV1.subject)) {
      this.known.add(subject);
    }
    try {
      this.listener.hear(subject, JSON.parse(text), heardAtMs);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.logger.debug({ subject }, 'A message on our subjects is no JSON');
    }
  }
}

/** A market's certificates are read from the database, and its signals computed from there. */
function isPassedOver(subject: string): boolean {
  return isMarketReadySubject(subject) || isMarketSignalsSubject(subject);
}
