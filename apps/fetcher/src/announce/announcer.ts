import {
  boundedDegraded,
  DataDegradedV1,
  type DataDegraded,
} from '@fullcarry/contracts/facts/data-degraded-v1';
import {
  DataProgressV1,
  marketProgressSubject,
  MarketProgressV1,
  type DataProgress,
  type MarketProgress,
} from '@fullcarry/contracts/facts/data-progress-v1';
import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import {
  boundedSynced,
  DataSyncedV1,
  type DataSynced,
} from '@fullcarry/contracts/facts/data-synced-v1';
import {
  boundedUniverse,
  DataUniverseV1,
  type DataUniverse,
} from '@fullcarry/contracts/facts/data-universe-v1';
import { exchangeSubject } from '@fullcarry/contracts/transport/exchange-subject';
import type { Bus, Sendable } from '@fullcarry/platform/bus/bus';
import { MESSAGE_BOUND_BYTES } from '@fullcarry/platform/bus/message-bound';
import { parseJson } from '@fullcarry/platform/service/parse-json';
import type { Leader } from '@fullcarry/platform/budget/leader';
import { z } from 'zod';
import { ExchangeFacts, type About } from './exchange-facts.js';
import { measureHistory } from './history-metrics.js';
import { Paced } from './paced.js';

/** What fetchers pass on to each other holds a whole `data.synced`. */
const SYNCED_BOUND_BYTES = MESSAGE_BOUND_BYTES - 1_000;

/** A plain subscriber, who gets nothing from the stream, hears that the data is ready within this. */
const PUBLISH_AGAIN_MS = 10_000;

/** Progress is published at most 5 times a second; a little less often, since messages bunch up on their way. */
const PROGRESS_EVERY_MS = 250;

/** From a fetcher that does not speak to the one that does: there is news of the exchange, read it for yourself. */
const NEWS_SUBJECT = 'fetchers.look';
const News = { schema: z.object({ v: z.literal(1), synced: DataSyncedV1.schema.optional() }) };

/**
 * Publishes the facts about the data of one exchange, keeps them on the bus, and publishes them again where they may
 * have been lost. Every fetcher sees the same facts in the database; so that they are heard once, one publishes them.
 */
export class Announcer {
  /** How to publish the last fact of each subject again. */
  private readonly republish = new Map<string, () => void>();
  private readonly progress = new Paced<DataProgress>(PROGRESS_EVERY_MS, (progress) =>
    this.publishWithoutAck(DataProgressV1.subject, DataProgressV1, progress),
  );
  private degraded: string | undefined;
  private synced: DataSynced | undefined;
  private syncedElsewhere: DataSynced | undefined;
  private readonly again: NodeJS.Timeout;

  private constructor(
    private readonly bus: Bus,
    private readonly facts: ExchangeFacts,
    private readonly leader: Leader,
    private readonly newsSubject: string,
  ) {
    this.again = setInterval(() => {
      this.publishAgain(DataReadyV1.subject);
      this.publishAgain(DataProgressV1.subject);
    }, PUBLISH_AGAIN_MS);
    bus.onReconnect(() => this.publishAllAgain());
  }

  static async open(bus: Bus, leader: Leader, about: About): Promise<Announcer> {
    const facts = await ExchangeFacts.open(bus, about);
    return new Announcer(bus, facts, leader, exchangeSubject(NEWS_SUBJECT, about.exchange));
  }

  /** Whether this fetcher is the leader. */
  get isLeader(): boolean {
    return this.leader.isLeader;
  }

  /** Calls back when another fetcher has news that this one should publish. */
  onNews(notify: () => void): void {
    this.bus.connection.subscribe(this.newsSubject, {
      callback: (error, message) => {
        if (error !== null || !this.isLeader) return;
        const { data } = News.schema.safeParse(parseJson(message.string()));
        this.syncedElsewhere = data?.synced ?? this.syncedElsewhere;
        notify();
      },
    });
  }

  /** Speaks again after a time without NATS, which may have lost everything. */
  async resume(): Promise<void> {
    await this.bus.makeAgain();
    this.publishAllAgain();
  }

  /**
   * Speaks instead of another one from now on: what this one would have published in its time is old, but for the
   * rows that the other one did not come to report.
   */
  async speakInstead(): Promise<void> {
    this.republish.clear();
    this.facts.forgetMarketsReady();
    this.degraded = undefined;
    const { synced } = this;
    if (!synced) return;
    const last = DataSyncedV1.schema.safeParse(await this.retained(DataSyncedV1.subject));
    const isPublished =
      last.success &&
      (last.data.atMs >= synced.atMs ||
        JSON.stringify(last.data.series) === JSON.stringify(synced.series));
    if (!isPublished) await this.announceSynced(synced);
  }

  publishProgress(progress: DataProgress): void {
    measureHistory(progress);
    this.progress.offer(progress);
  }

  publishMarket(market: MarketProgress): void {
    const subject = marketProgressSubject(market.exchange, market.nativeId);
    this.publishWithoutAck(subject, MarketProgressV1, market);
  }

  /** Published by the one that chose the markets, whether it is the leader or not. */
  async announceUniverse(whole: DataUniverse): Promise<void> {
    const { subject } = DataUniverseV1;
    const universe = boundedUniverse(whole, MESSAGE_BOUND_BYTES);
    this.republish.set(subject, () =>
      this.facts.publishWithoutAck(subject, DataUniverseV1, universe),
    );
    await this.facts.publish(subject, DataUniverseV1, universe);
  }

  /** Certificates that have no room in the one message are published first, a market each. */
  async announceReady(whole: DataReady): Promise<void> {
    const ready = await this.facts.boundReady(whole);
    if (this.leader.isLeader) await this.facts.publishMarketsReady();
    await this.announce(DataReadyV1.subject, DataReadyV1, ready);
  }

  /** Takes the fact back: whoever comes from now on must not read that the data is ready. */
  async withdrawReady(): Promise<void> {
    this.republish.delete(DataReadyV1.subject);
    this.facts.forgetMarketsReady();
    if (!this.leader.isLeader) {
      this.passOn();
      return;
    }
    await this.facts.takeBackReady(() => true);
  }

  /** Takes back a fact of an earlier run, unless it is about the data set with this hash. */
  async withdrawReadyBut(sha256: string | undefined): Promise<void> {
    if (!this.leader.isLeader) return;
    await this.facts.takeBackReady((ready) => ready.datasetSha256 !== sha256);
  }

  /** Publishes which series are degraded when that changed; the first time, when an earlier run left its fact. */
  async announceDegraded(whole: DataDegraded): Promise<void> {
    const degraded = boundedDegraded(whole, MESSAGE_BOUND_BYTES);
    const list = JSON.stringify({ ...degraded, atMs: 0 });
    const isNews =
      this.degraded === undefined
        ? degraded.series.length > 0 || (await this.retained(DataDegradedV1.subject)) !== undefined
        : list !== this.degraded;
    if (isNews) await this.announce(DataDegradedV1.subject, DataDegradedV1, degraded);
    this.degraded = list;
  }

  async announceSynced(whole: DataSynced): Promise<void> {
    const synced = boundedSynced(whole, SYNCED_BOUND_BYTES);
    this.synced = synced;
    await this.announce(DataSyncedV1.subject, DataSyncedV1, synced);
    if (!this.leader.isLeader) this.passOn(synced);
  }

  /**
   * Publishes what another fetcher saw change, when this one has seen nothing change yet: with several that start
   * at once, all rows may be there in the first pass of the one that speaks.
   */
  async announceSyncedElsewhere(): Promise<void> {
    const { syncedElsewhere } = this;
    this.syncedElsewhere = undefined;
    if (syncedElsewhere && !this.synced) await this.announceSynced(syncedElsewhere);
  }

  /** The last message on a subject, whoever published it; undefined when there is none. */
  retained(subject: string): Promise<unknown> {
    return this.facts.retained(subject);
  }

  close(): void {
    clearInterval(this.again);
    this.progress.flush();
  }

  private publishWithoutAck<Payload>(
    subject: string,
    message: Sendable<Payload>,
    payload: Payload,
  ): void {
    const publish = () => this.facts.publishWithoutAck(subject, message, payload);
    this.republish.set(subject, publish);
    if (this.leader.isLeader) publish();
  }

  private async announce<Payload>(
    subject: string,
    message: Sendable<Payload>,
    payload: Payload,
  ): Promise<void> {
    this.republish.set(subject, () => this.facts.publishWithoutAck(subject, message, payload));
    if (this.leader.isLeader) await this.facts.publish(subject, message, payload);
    else this.passOn();
  }

  private passOn(synced?: DataSynced): void {
    this.bus.publishWithoutAck(this.newsSubject, News, synced ? { v: 1, synced } : { v: 1 });
  }

  private publishAllAgain(): void {
    if (this.leader.isLeader) this.facts.publishMarketsReadyAgain();
    for (const subject of this.republish.keys()) this.publishAgain(subject);
  }

  private publishAgain(subject: string): void {
    if (this.leader.isLeader) this.republish.get(subject)?.();
  }
}
