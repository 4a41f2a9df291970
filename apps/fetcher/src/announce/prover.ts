import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataReady, SeriesCertificate } from '@fullcarry/contracts/facts/data-ready-v1';
import { datasetSha256, type Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import { KINDS_OF_SERIES, seriesInMarket, seriesName } from '@fullcarry/domain/series';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import type { Database } from '@fullcarry/history/database/database';
import { proveStored } from '@fullcarry/history/proof/prove-stored';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { Logger } from '@fullcarry/platform/logs/create-logger';

import type { BoardSeries } from '../plan/series-board.js';
import { seriesByMarket, type MarketSeries } from './series-by-market.js';
import { openGaps, type TrackedSeries } from '../plan/tracked-series.js';

/** What all the proofs together come to. */
export type Verdict =
  | { readonly kind: 'ready'; readonly ready: Omit<DataReady, 'exchange' | 'source'> }
  | { readonly kind: 'degraded' };

interface Issued {
  readonly basis: string;
  readonly certificate: Certificate;
}

interface Proven {
  readonly series: StoredSeries;
  readonly certificate: Certificate;
}

/** Proves each series by itself, from its rows, and says whether all of them are proven. */
export class Prover {
  private readonly certificates: CertificateStore;
  /** What was proven of each series last, and what it was proven from. */
  private readonly issued = new Map<number, Issued>();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly clock: () => number = Date.now,
  ) {
    this.certificates = new CertificateStore(database);
  }

  /** Whether anything changed that the last proof of the series rests on. */
  isDue(one: BoardSeries): boolean {
    return one.isStale || this.issued.get(one.series.id)?.basis !== basisOf(one);
  }

  /** The certificate that stands; undefined while the series was not proven by this process. */
  certificate(one: TrackedSeries): Certificate | undefined {
    return this.issued.get(one.series.id)?.certificate;
  }

  /** `nowMs` is the exchange's time. Returns whether the series' rows and claims agree. */
  async prove(one: BoardSeries, nowMs: number): Promise<boolean> {
    const { series, wanted, coverage, gaps, runs } = one;
    const facts = { wanted, coverage, gaps, runs, nowMs };
    const proven = await proveStored(this.database, series, facts, this.clock());
    // Rows changed while they were read: the next pass proves what they are then.
    if (!proven) return true;
    this.issued.set(series.id, { basis: basisOf(one), certificate: proven.certificate });
    const { touched, proof } = proven;
    if (touched.length + proof.unfounded.length === 0) return true;
    this.logger.error(
      { series: seriesName(series.key), touched, unfounded: proof.unfounded },
      'Stored rows are not what was stored: somebody else changed them; these stretches are fetched again',
    );
    return false;
  }

  /** The verdict over all of them, kept as the data set's certificate. `nowMs` is the exchange's time. */
  async verdict(exchange: string, all: readonly TrackedSeries[], nowMs: number): Promise<Verdict> {
    const proven = all.flatMap((tracked): Proven[] => {
      const { series } = tracked;
      const certificate = this.certificate(tracked);
      return certificate?.missing === 0 ? [{ series, certificate }] : [];
    });
    if (proven.length === 0 || proven.length < all.length) {
      await this.certificates.withdrawDataset(exchange);
      return { kind: 'degraded' };
    }
    const digest = datasetSha256(
      proven.map(({ series, certificate }) => ({
        series: seriesName(series.key),
        certificate,
      })),
      sha256,
    );
    await this.certificates.saveDataset(exchange, digest, this.clock());
    return { kind: 'ready', ready: readyFact(proven, digest, nowMs) };
  }

  /** The series that are known not to be proven, with their gaps. What was never asked for yet is not among them. */
  degraded(all: readonly TrackedSeries[]): DataDegraded['series'] {
    return all.flatMap((one) => {
      const gaps = openGaps(one);
      const owed = gaps.reduce((sum, gap) => sum + gap.rowsExpected, 0);
      const missing = this.certificate(one)?.missing ?? owed;
      if (missing === 0) return [];
      const { symbol, nativeId } = one.series.market;
      return [{ symbol, nativeId, series: seriesInMarket(one.series.key), missing, gaps }];
    });
  }
}

/** All that a proof depends on, beside rows that somebody else touched. */
function basisOf({ series, wanted, runs }: TrackedSeries): string {
  const last = runs.at(-1);
  return [series.version, wanted.fromMs, wanted.toMs, runs.length, last?.lastNextAtMs].join(' ');
}

function readyFact(proven: readonly Proven[], digest: string, nowMs: number) {
  const windows = proven.map(({ certificate }) => certificate.window);
  return {
    v: 1 as const,
    atMs: Math.round(nowMs),
    window: {
      fromMs: Math.min(...windows.map((window) => window.fromMs)),
      toMs: Math.max(...windows.map((window) => window.toMs)),
    },
    datasetSha256: digest,
    kinds: KINDS_OF_SERIES.map((kind) => ({
      kind,
      markets: proven.filter(({ series }) => series.key.kind === kind).length,
    })).filter(({ markets }) => markets > 0),
    markets: seriesByMarket(proven).map(marketReadiness),
  };
}

function marketReadiness({ market, series }: MarketSeries<Proven>) {
  return {
    symbol: market.symbol,
    nativeId: market.nativeId,
    ready: true,
    certificates: series.map(travelling),
  };
}

function travelling({ series, certificate }: Proven): SeriesCertificate {
  return {
    ...certificate,
    series: seriesInMarket(series.key),
    firstRowAtMs: certificate.firstRowAtMs ?? null,
    lastRowAtMs: certificate.lastRowAtMs ?? null,
    scrubbedAtMs: series.scrubbedAtMs ?? null,
  };
}
