import { DataDegradedV1 } from '@fullcarry/contracts/facts/data-degraded-v1';
import { DataProgressV1 } from '@fullcarry/contracts/facts/data-progress-v1';
import {
  boundedReady,
  DataReadyV1,
  marketReadySubject,
  MarketReadyV1,
  type DataReady,
  type MarketReady,
} from '@fullcarry/contracts/facts/data-ready-v1';
import { DataSyncedV1 } from '@fullcarry/contracts/facts/data-synced-v1';
import { DataUniverseV1 } from '@fullcarry/contracts/facts/data-universe-v1';
import { exchangeSubject } from '@fullcarry/contracts/transport/exchange-subject';
import { FACTS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { Bus, Sendable } from '@fullcarry/platform/bus/bus';
import { lastValueStream } from '@fullcarry/platform/bus/last-value-stream';
import { MESSAGE_BOUND_BYTES } from '@fullcarry/platform/bus/message-bound';

/** Whose facts are published. */
export interface About {
  readonly exchange: string;
  /** This service says other exchanges' facts too. */
  readonly isOneOfSeveral: boolean;
}

/** The facts of which the stream keeps one last message, whichever exchange it is about. */
const SUBJECTS: readonly string[] = [
  DataProgressV1.subject,
  DataReadyV1.subject,
  DataDegradedV1.subject,
  DataSyncedV1.subject,
  DataUniverseV1.subject,
];

/** So many are on their way at once: one by one they would wait for each answer. */
const PUBLISHED_AT_ONCE = 64;

/**
 * The facts of one exchange on the bus. Of several exchanges each says its facts under the exchange's own
 * name as well, where no other's fact takes their place in the stream
 * (docs/adr/0017-facts-of-several-exchanges.md).
 */
export class ExchangeFacts {
  /** What had no room in the last `data.ready`. */
  private readyApart: readonly MarketReady[] = [];

  private constructor(
    private readonly bus: Bus,
    private readonly about: About,
  ) {}

  static async open(bus: Bus, about: About): Promise<ExchangeFacts> {
    const facts = new ExchangeFacts(bus, about);
    await bus.declare(FACTS_STREAM.name, () => bus.ensureStream(lastValueStream(FACTS_STREAM)));
    if (!about.isOneOfSeveral) await facts.forgetOwnNames();
    return facts;
  }

  /** The last message about this exchange, whoever published it; undefined when there is none. */
  retained(subject: string): Promise<unknown> {
    const { exchange, isOneOfSeveral } = this.about;
    const own = isOneOfSeveral ? exchangeSubject(subject, exchange) : subject;
    return this.bus.retained(FACTS_STREAM.name, own);
  }

  publishWithoutAck<Payload>(subject: string, message: Sendable<Payload>, payload: Payload): void {
    for (const one of this.subjectsOf(subject)) this.bus.publishWithoutAck(one, message, payload);
  }

  async publish<Payload>(
    subject: string,
    message: Sendable<Payload>,
    payload: Payload,
  ): Promise<void> {
    for (const one of this.subjectsOf(subject)) await this.bus.publish(one, message, payload);
  }

  /** The fact as it has room in one message; certificates that have none in it are said by themselves, a market each. */
  async boundReady(whole: DataReady): Promise<DataReady> {
    const { ready, apart } = await boundedReady(whole, MESSAGE_BOUND_BYTES);
    this.readyApart = apart;
    return ready;
  }

  /** What had no room in `data.ready`; before it, so that whoever hears that finds these. */
  async publishMarketsReady(): Promise<void> {
    const markets = this.readyApart;
    for (let first = 0; first < markets.length; first += PUBLISHED_AT_ONCE) {
      const some = markets.slice(first, first + PUBLISHED_AT_ONCE);
      await Promise.all(
        some.map((market) =>
          this.bus.publish(
            marketReadySubject(market.exchange, market.nativeId),
            MarketReadyV1,
            market,
          ),
        ),
      );
    }
  }

  /** The same for whoever lost them. */
  publishMarketsReadyAgain(): void {
    for (const market of this.readyApart) {
      this.bus.publishWithoutAck(
        marketReadySubject(market.exchange, market.nativeId),
        MarketReadyV1,
        market,
      );
    }
  }

  /** What had no room is old, and not said again. */
  forgetMarketsReady(): void {
    this.readyApart = [];
  }

  /** Takes this exchange's `data.ready` out of the stream where it is false; that of another stays. */
  async takeBackReady(isFalse: (ready: DataReady) => boolean): Promise<void> {
    const { subject, schema } = DataReadyV1;
    const { exchange } = this.about;
    const [own = subject] = this.subjectsOf(subject);
    const kept = schema.safeParse(await this.bus.retained(FACTS_STREAM.name, own));
    const isTrue = kept.success && kept.data.exchange === exchange && !isFalse(kept.data);
    for (const one of this.subjectsOf(subject)) {
      await this.bus.purgeIf(FACTS_STREAM.name, one, (payload) => {
        const { data } = schema.safeParse(payload);
        return data === undefined || (data.exchange === exchange && isFalse(data));
      });
    }
    if (!isTrue) await this.bus.purge(FACTS_STREAM.name, marketReadySubject(exchange));
  }

  /**
   * Under the exchange's own name first: whoever hears the fact may look for it there. What is published about one
   * market has the exchange in its subject in any case.
   */
  private subjectsOf(subject: string): string[] {
    const { exchange, isOneOfSeveral } = this.about;
    return isOneOfSeveral && SUBJECTS.includes(subject)
      ? [exchangeSubject(subject, exchange), subject]
      : [subject];
  }

  /** What an earlier run published of this exchange beside others, which nobody publishes any more. */
  private async forgetOwnNames(): Promise<void> {
    for (const subject of SUBJECTS) {
      const own = exchangeSubject(subject, this.about.exchange);
      await this.bus.retryWhileAway(() => this.bus.purge(FACTS_STREAM.name, own));
    }
  }
}
