import type { DataDegraded } from '@fullcarry/contracts/data-degraded-v1';
import type { DataReady, SeriesCertificate } from '@fullcarry/contracts/data-ready-v1';
import { datasetSha256, type Certificate } from '@fullcarry/domain/certificate';
import { seriesName } from '@fullcarry/domain/series';
import { CertificateStore } from '@fullcarry/history/certificate-store';
import { certifySeries } from '@fullcarry/history/certify-series';
import type { Database } from '@fullcarry/history/database';
import type { StoredMarket } from '@fullcarry/history/stored-series';
import { seriesOf } from './plan-jobs.js';
import type { RowCounts, SyncTally } from './sync-tally.js';
import { certifiable, missingRows, openGaps, type TrackedSeries } from './tracked-series.js';

/** What the proof came to. */
export type Verdict =
  | { readonly kind: 'ready'; readonly ready: Omit<DataReady, 'exchange' | 'source'> }
  | { readonly kind: 'degraded'; readonly series: DataDegraded['series'] };

interface Proven {
  readonly tracked: TrackedSeries;
  readonly certificate: Certificate;
}

/** Certifies the tracked series and says whether all of them are proven. */
export class Prover {
  private readonly certificates: CertificateStore;
  /** The certificates of this run by what they were computed from: unchanged rows are not read again. */
  private readonly issued = new Map<number, { basis: string; certificate: Certificate }>();

  constructor(
    private readonly database: Database,
    private readonly tally: SyncTally,
  ) {
    this.certificates = new CertificateStore(database);
  }

  /**
   * Certifies series of which nothing is left to fetch, while others still are: waiting for the exchange
   * costs no time of this machine. What changes afterwards is certified anew by `prove`.
   */
  async prepare(finished: readonly TrackedSeries[], nowMs: number): Promise<void> {
    const fresh = finished.filter((one) => !this.issued.has(one.series.id));
    if (fresh.length === 0) return;
    const counts = await this.tally.count(fresh);
    for (const tracked of fresh) await this.certify(tracked, nowMs, counts);
  }

  /**
   * `nowMs` is the exchange's time up to which the series are wanted. `counts`: what was counted before the
   * proof, so that what changes during it shows as different the next time.
   */
  async prove(
    exchange: string,
    all: readonly TrackedSeries[],
    nowMs: number,
    counts: RowCounts,
  ): Promise<Verdict> {
    const proven: Proven[] = [];
    for (const tracked of all) {
      const certificate = await this.certify(tracked, nowMs, counts);
      proven.push({ tracked, certificate });
    }
    const open = proven.filter(({ certificate }) => certificate.missing > 0);
    if (open.length > 0 || proven.length === 0) {
      await this.certificates.withdrawDataset(exchange);
      return { kind: 'degraded', series: open.map(degradedSeries) };
    }
    const sha256 = await datasetSha256(
      proven.map(({ tracked, certificate }) => ({
        series: seriesName(tracked.series.key),
        certificate,
      })),
    );
    await this.certificates.saveDataset(exchange, sha256, Date.now());
    return { kind: 'ready', ready: readyFact(proven, sha256, nowMs) };
  }

  private async certify(
    tracked: TrackedSeries,
    nowMs: number,
    { rows, revisions }: RowCounts,
  ): Promise<Certificate> {
    const { id } = tracked.series;
    const window = certifiable(tracked, nowMs);
    const missing = missingRows(tracked, window);
    const counts = [rows.get(id), revisions.get(id)];
    const basis = JSON.stringify([window, missing, tracked.gaps, counts]);
    const before = this.issued.get(id);
    if (before?.basis === basis) return before.certificate;
    const found = await certifySeries(this.database, tracked.series, window, tracked.gaps);
    const certificate: Certificate = {
      ...found,
      missing,
      expected: found.present + found.confirmedEmpty + missing,
    };
    await this.certificates.save(id, certificate, Date.now());
    this.issued.set(id, { basis, certificate });
    return certificate;
  }
}

function readyFact(proven: readonly Proven[], sha256: string, nowMs: number) {
  const windows = proven.map(({ certificate }) => certificate.window);
  const markets = new Map(
    proven.map(({ tracked }) => [tracked.series.market.id, tracked.series.market]),
  );
  return {
    v: 1 as const,
    atMs: nowMs,
    window: {
      fromMs: Math.min(...windows.map((window) => window.fromMs)),
      toMs: Math.max(...windows.map((window) => window.toMs)),
    },
    datasetSha256: sha256,
    markets: [...markets.values()].map((market) => marketReadiness(market, proven)),
  };
}

function marketReadiness(market: StoredMarket, proven: readonly Proven[]) {
  const own = proven.filter(({ tracked }) => tracked.series.market.id === market.id);
  return {
    symbol: market.symbol,
    nativeId: market.nativeId,
    ready: own.every(({ certificate }) => certificate.missing === 0),
    certificates: own.map(travelling),
  };
}

function travelling({ tracked, certificate }: Proven): SeriesCertificate {
  return {
    ...certificate,
    series: seriesOf(tracked.series.key),
    firstRowAtMs: certificate.firstRowAtMs ?? null,
    lastRowAtMs: certificate.lastRowAtMs ?? null,
    scrubbedAtMs: tracked.series.scrubbedAtMs ?? null,
  };
}

function degradedSeries({ tracked, certificate }: Proven): DataDegraded['series'][number] {
  return {
    symbol: tracked.series.market.symbol,
    nativeId: tracked.series.market.nativeId,
    series: seriesOf(tracked.series.key),
    missing: certificate.missing,
    gaps: openGaps(tracked),
  };
}
