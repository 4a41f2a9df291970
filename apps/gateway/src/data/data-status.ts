import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Bus } from '@fullcarry/platform/bus/bus';
import type { FactBoard } from '../facts/fact-board.js';
import type { StoreAccess } from '../store/store-access.js';
import { dataStatusOf } from './data-status-of.js';
import { readStoreSnapshot, type StoreSnapshot } from './store-snapshot.js';

/** Counting takes its time in a large database: at most this share of the time goes into it. */
const LEAST_REST = 20;
const SHORTEST_REST_MS = 1_000;

/** Keeps what `/api/data-status` says: at once at each fact, with the counts as they were read last. */
export class DataStatusBoard {
  private snapshot: StoreSnapshot | undefined;
  private reading: Promise<StoreSnapshot> | undefined;
  private countedAtMs = 0;
  private restUntilMs = 0;

  constructor(
    private readonly store: StoreAccess,
    private readonly facts: FactBoard,
    private readonly bus: () => Bus | undefined,
    private readonly about: {
      readonly exchange: string;
      readonly timeframe: Timeframe;
      readonly historyEnabled: boolean;
    },
  ) {}

  /** With counts as fresh as they may be. Errors: UnavailableError while the database can't be read. */
  async read(): Promise<DataStatus> {
    if (!this.snapshot || this.store.trouble !== undefined || this.isDue()) await this.refresh();
    return this.now() ?? Promise.reject(new Error('Read, and yet not there'));
  }

  /** With the counts read last; undefined before they were read once. */
  now(): DataStatus | undefined {
    if (!this.snapshot) return undefined;
    return dataStatusOf({
      ...this.about,
      facts: this.facts.latest,
      store: this.snapshot,
      natsUp: this.bus()?.connected ?? false,
      nowMs: Date.now(),
    });
  }

  /** Counts anew when that may be done again; whether it did. */
  async refreshWhenDue(): Promise<boolean> {
    if (!this.isDue()) return false;
    await this.refresh();
    return true;
  }

  /** Counts from before a proof must not stand beside it: ready, and no pair. */
  private isDue(): boolean {
    const { ready } = this.facts.latest;
    const isOlderThanProof =
      ready !== undefined &&
      ready.heardAtMs >= this.countedAtMs &&
      ready.fact.datasetSha256 !== this.snapshot?.dataset?.sha256;
    return isOlderThanProof || performance.now() >= this.restUntilMs;
  }

  private async refresh(): Promise<void> {
    this.reading ??= this.count().finally(() => (this.reading = undefined));
    this.snapshot = await this.reading;
  }

  private async count(): Promise<StoreSnapshot> {
    const { exchange, timeframe } = this.about;
    const startedAtMs = performance.now();
    const countedAtMs = Date.now();
    try {
      return await this.store.read((database) => readStoreSnapshot(database, exchange, timeframe));
    } finally {
      this.countedAtMs = countedAtMs;
      const tookMs = performance.now() - startedAtMs;
      this.restUntilMs = performance.now() + Math.max(SHORTEST_REST_MS, LEAST_REST * tookMs);
    }
  }
}
