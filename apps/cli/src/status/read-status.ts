import type { Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import type { RateMatch } from '@fullcarry/domain/market/rate-match';
import type { SeriesKey } from '@fullcarry/domain/series';
import { ArchiveFileStore } from '@fullcarry/history/archive/archive-file-store';
import { archiveWitness, type ArchiveWitness } from '@fullcarry/history/archive/witnesses';
import {
  CertificateStore,
  type DatasetCertificate,
} from '@fullcarry/history/proof/certificate-store';
import { CompletenessStore } from '@fullcarry/history/proof/completeness-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { readRateMatch } from '@fullcarry/history/markets/read-rate-match';
import { marketsNamed, marketsOf } from '../database/find-market.js';
import type { StoredMarket } from '@fullcarry/history/markets/stored-series';

/** `incomplete`: certified with rows missing. `not proven yet`: rows are there, a certificate is not. */
export type SeriesProof = 'proven' | 'incomplete' | 'not proven yet' | 'never fetched';

export interface SeriesStatus {
  readonly key: SeriesKey;
  readonly state: SeriesProof;
  /** The spot market that its rows are of; undefined for those of the perpetual. */
  readonly spotNativeId: string | undefined;
  /** Undefined until the series was certified for the first time. */
  readonly certificate: Certificate | undefined;
  readonly rowsStored: number;
  readonly revisions: number;
  readonly lastSyncAtMs: number | undefined;
  readonly scrubbedAtMs: number | undefined;
  /** What files of the exchange's archive say beside the API; undefined where it is the only witness. */
  readonly archive: ArchiveWitness | undefined;
}

export interface MarketStatus {
  readonly market: StoredMarket;
  /** Undefined where no premium index of it is proven. */
  readonly rateMatch: RateMatch | undefined;
  readonly series: readonly SeriesStatus[];
}

export interface ExchangeStatus {
  readonly exchange: string;
  /** There only while every tracked series is proven. */
  readonly dataset: DatasetCertificate | undefined;
}

export interface Status {
  readonly markets: readonly MarketStatus[];
  readonly exchanges: readonly ExchangeStatus[];
}

export interface StatusFilter {
  readonly symbol?: string | undefined;
  readonly exchange?: string | undefined;
}

/**
 * What the database holds of every market, or of those that are asked for: the tracked ones by rank, then those
 * that were dropped. Errors: UsageError for a symbol or an exchange that is not stored.
 */
export async function readStatus(
  database: Database,
  { symbol, exchange: wanted }: StatusFilter = {},
): Promise<Status> {
  const everything = await new MarketStore(database).allSeries();
  const chosen =
    symbol === undefined ? marketsOf(everything, wanted) : marketsNamed(everything, symbol, wanted);
  const chosenIds = new Set(chosen.map(({ id }) => id));
  const all = everything.filter(({ market }) => chosenIds.has(market.id));
  const ids = all.map((series) => series.id);
  const completeness = new CompletenessStore(database);
  const coverage = await completeness.coverage(ids);
  const rows = await completeness.rows(ids);
  const revisions = await completeness.revisions(ids);
  const files = await new ArchiveFileStore(database).files(ids);
  const certificates = new CertificateStore(database);
  const issued = await certificates.all();

  const markets = new Map<number, { market: StoredMarket; series: SeriesStatus[] }>();
  for (const { id, key, market, spotNativeId, lastSyncAtMs, scrubbedAtMs } of all) {
    const certificate = issued.get(id)?.certificate;
    const rowsStored = rows.get(id) ?? 0;
    const isTouched = rowsStored > 0 || (coverage.get(id) ?? []).length > 0;
    const entry = markets.get(market.id) ?? { market, series: [] };
    entry.series.push({
      key,
      state: stateOf(certificate, isTouched),
      spotNativeId,
      certificate,
      rowsStored,
      revisions: revisions.get(id) ?? 0,
      lastSyncAtMs,
      scrubbedAtMs,
      archive: archiveWitness(files.get(id) ?? []),
    });
    markets.set(market.id, entry);
  }
  const names = [...new Set(all.map(({ market }) => market.exchange))];
  const exchanges: ExchangeStatus[] = [];
  for (const exchange of names) {
    exchanges.push({ exchange, dataset: await certificates.dataset(exchange) });
  }
  const matched: MarketStatus[] = [];
  for (const { market, series } of markets.values()) {
    const own = all.filter((one) => one.market.id === market.id);
    matched.push({ market, series, rateMatch: await readRateMatch(database, own, issued) });
  }
  return { markets: matched.sort(inOrder), exchanges };
}

function stateOf(certificate: Certificate | undefined, isTouched: boolean): SeriesProof {
  if (certificate) return certificate.missing === 0 ? 'proven' : 'incomplete';
  return isTouched ? 'not proven yet' : 'never fetched';
}

/** PostgreSQL and SQLite disagree about where an unknown rank stands. */
function inOrder({ market: a }: MarketStatus, { market: b }: MarketStatus): number {
  const rank = ({ rank }: StoredMarket) => rank ?? Number.MAX_SAFE_INTEGER;
  if (a.exchange !== b.exchange) return a.exchange < b.exchange ? -1 : 1;
  return rank(a) - rank(b) || (a.symbol < b.symbol ? -1 : 1);
}
