import {
  DataDegradedV1,
  degradedSymbols,
  type DataDegraded,
} from '@fullcarry/contracts/facts/data-degraded-v1';
import { DataProgressV1, type DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { exchangeSubject } from '@fullcarry/contracts/transport/exchange-subject';
import { FACTS_STREAM } from '@fullcarry/contracts/transport/streams';
import type { InstrumentKind } from '@fullcarry/domain/desk/book/position-leg';
import { isForResearch, isOfSpot } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { Bus } from '@fullcarry/platform/bus/bus';
import { BusUnavailableError } from '@fullcarry/platform/bus/bus-unavailable-error';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { Unproven } from '../desk/desk-options.js';
import { judgeData, type DataSeen, type DataVerdict } from './judge-data.js';
import { someOf } from '../some-of.js';

/** Whether the desk may trade on the history, and on which markets. */
export interface Readiness {
  /** Checks again. */
  check(): Promise<void>;
  /** Every tracked market is proven, or all but those that are closed one by one. */
  readonly kind: DataVerdict['kind'];
  /** Of the perpetual `symbol`, or of the spot market beside it. */
  unprovenBecause(symbol: string, instrument: InstrumentKind): Unproven | undefined;
  /** In one sentence; undefined while the whole history is proven. */
  waitsFor(): string | undefined;
  /** The markets that the fetcher calls degraded now. */
  readonly degraded: readonly string[];
}

/** With HISTORICAL_ENABLED=false: every market is open. */
export const ALWAYS_READY: Readiness = {
  check: () => Promise.resolve(),
  kind: 'ready',
  unprovenBecause: () => undefined,
  waitsFor: () => undefined,
  degraded: [],
};

export interface DataReadinessOptions {
  readonly bus: Bus;
  readonly database: Database;
  readonly exchange: Exchange;
  readonly timeframe: Timeframe;
  /** Something was published about the data. */
  readonly onNews: () => void;
}

/** The certificate is stored a moment before the fact about it is given. */
const PUBLISHED_SOON_MS = 250;
const PUBLISHED_SOON_CHECKS = 4;

/** A fetcher that is there says something at least every ten seconds. */
const SILENT_AFTER_MS = 30_000;

/**
 * Reads from the bus whether the history is ready, early, late or again, and believes it only when the
 * certificate is the one that this database holds: a bus may carry the fact of another stack.
 */
export class DataReadiness implements Readiness {
  private ready: DataReady | undefined;
  private anyReady: DataReady | undefined;
  private degradedFact: DataDegraded | undefined;
  private progress: DataProgress | undefined;
  private progressAtMs = -Infinity;
  private verdict: DataVerdict = judgeData(NOTHING_SEEN);
  private readonly markets: MarketStore;
  private readonly certificates: CertificateStore;

  constructor(private readonly options: DataReadinessOptions) {
    this.markets = new MarketStore(options.database);
    this.certificates = new CertificateStore(options.database);
    for (const subject of [DataReadyV1.subject, DataDegradedV1.subject, DataProgressV1.subject]) {
      options.bus.connection.subscribe(subject, {
        callback: (error, message) => {
          if (error) return;
          this.hear(subject, parsed(message.string()), performance.now());
          if (subject !== DataProgressV1.subject) options.onNews();
        },
      });
    }
  }

  get kind(): DataVerdict['kind'] {
    return this.verdict.kind;
  }

  get degraded(): readonly string[] {
    return this.degradedFact ? degradedSymbols(this.degradedFact) : [];
  }

  unprovenBecause(symbol: string, instrument: InstrumentKind): Unproven | undefined {
    return this.verdict.unprovenBecause(symbol, instrument);
  }

  async check(): Promise<void> {
    for (let checks = 1; ; checks += 1) {
      await this.readKept();
      const { exchange } = this.options;
      const sha256 = (await this.certificates.dataset(exchange.id))?.sha256;
      this.verdict = judgeData({
        sha256,
        ready: this.ready,
        degraded: this.degradedFact,
        ...(await this.provenMarkets()),
      });
      const isAboutToBePublished = sha256 !== undefined && this.ready && this.kind !== 'ready';
      if (!isAboutToBePublished || checks === PUBLISHED_SOON_CHECKS) return;
      await sleep(PUBLISHED_SOON_MS);
    }
  }

  waitsFor(): string | undefined {
    if (this.kind === 'ready') return undefined;
    if (this.kind === 'partly' && this.ready) {
      const which = this.degraded.length > 0 ? someOf(this.degraded) : 'the markets that are new';
      return `proven history of ${which}; the other markets are proven`;
    }
    const { exchange } = this.options;
    const about = `proven history of ${exchange.id}`;
    const { progress, anyReady } = this;
    const isHeard = performance.now() - this.progressAtMs < SILENT_AFTER_MS;
    if (progress && isHeard) {
      if (progress.reason !== null) return `${about}: the fetcher says: ${progress.reason}`;
      return `${about}: the fetcher is ${progress.state}, ${Math.floor(progress.percent)} % of it is there`;
    }
    if (this.ready) return `${about}: what was said to be ready is not what this database holds`;
    if (anyReady) {
      return `${about}, ${exchange.source()}: the bus has only that of ${anyReady.exchange}, ${anyReady.source}`;
    }
    return `${about}: no fetcher is heard`;
  }

  private async readKept(): Promise<void> {
    for (const subject of [DataReadyV1.subject, DataDegradedV1.subject]) {
      // Where several exchanges are fetched, each one's last message is kept under its own name.
      const own = exchangeSubject(subject, this.options.exchange.id);
      try {
        for (const name of [subject, own]) {
          const kept = await this.options.bus.retained(FACTS_STREAM.name, name);
          if (kept !== undefined) this.hear(subject, kept, -Infinity);
        }
      } catch (error) {
        // Without the bus there is no lease either, and nothing is traded.
        if (!(error instanceof BusUnavailableError)) throw error;
      }
    }
  }

  /** Keeps what is about this exchange and the source that it answers from. */
  private hear(subject: string, payload: unknown, atMs: number): void {
    if (subject === DataProgressV1.subject) {
      const progress = parse(DataProgressV1.schema, payload);
      if (progress?.exchange !== this.options.exchange.id) return;
      this.progress = progress;
      this.progressAtMs = atMs;
      return;
    }
    if (subject === DataReadyV1.subject) {
      this.anyReady = parse(DataReadyV1.schema, payload) ?? this.anyReady;
      if (this.anyReady && this.isOurs(this.anyReady)) this.ready = this.anyReady;
      return;
    }
    const degraded = parse(DataDegradedV1.schema, payload);
    if (degraded && this.isOurs(degraded)) this.degradedFact = degraded;
  }

  private isOurs(fact: { readonly exchange: string; readonly source: string }): boolean {
    const { exchange } = this.options;
    return fact.exchange === exchange.id && fact.source === exchange.source();
  }

  /** All series of each tracked perpetual, and of the spot market beside it, by the certificates in the database. */
  private async provenMarkets(): Promise<Pick<DataSeen, 'tracked' | 'spots' | 'isResearchOpen'>> {
    const { exchange, timeframe } = this.options;
    const series = await this.markets.trackedSeries(exchange.id, timeframe);
    const certificates = await this.certificates.all();
    const tracked = new Map<string, boolean>();
    const spots = new Map<string, boolean>();
    let isResearchOpen = false;
    for (const { id, key } of series) {
      const isProven = certificates.get(id)?.certificate.missing === 0;
      if (isForResearch(key.kind)) {
        isResearchOpen ||= !isProven;
        continue;
      }
      const known = isOfSpot(key.kind) ? spots : tracked;
      known.set(key.symbol, isProven && (known.get(key.symbol) ?? true));
    }
    return { tracked, spots: spots.size > 0 ? spots : undefined, isResearchOpen };
  }
}

const NOTHING_SEEN = {
  sha256: undefined,
  ready: undefined,
  degraded: undefined,
  tracked: new Map<string, boolean>(),
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
): z.output<Schema> | undefined {
  const result = schema.safeParse(payload);
  return result.success ? result.data : undefined;
}
