import { CERTIFICATE_VERSION } from '@fullcarry/domain/completeness/proof/certificate';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { ArchiveFileStore, type StoredFile } from '@fullcarry/history/archive/archive-file-store';
import type { Reads } from '@fullcarry/history/database/database';
import { storedSeries, type StoredSeries } from '@fullcarry/history/markets/stored-series';
import {
  storedCertificates,
  storedDataset,
  type DatasetCertificate,
  type StoredCertificate,
} from '@fullcarry/history/proof/certificate-store';
import { storedCoverage, storedGaps } from '@fullcarry/history/proof/completeness-store';
import { announcedRuns } from '@fullcarry/history/proof/schedule-store';
import { marketsOf } from '../../database/find-market.js';

/** A series with all that its certificate rests on beside its rows. */
export interface SeriesFacts {
  readonly series: StoredSeries;
  /** Undefined while none was issued by today's recipe. */
  readonly issued: StoredCertificate | undefined;
  readonly coverage: readonly TimeWindow[];
  readonly gaps: readonly Gap[];
  readonly runs: readonly AnnouncedRun[];
  /** Files of an archive from which rows came, or that were not believed. */
  readonly archived: readonly StoredFile[];
}

export interface ExchangeDataset {
  readonly exchange: string;
  readonly dataset: DatasetCertificate | undefined;
}

export interface StoredFacts {
  readonly series: readonly SeriesFacts[];
  readonly exchanges: readonly ExchangeDataset[];
}

/**
 * What the database holds of every series, of one exchange or of all. Errors: UsageError when nothing of the
 * exchange is stored.
 */
export async function storedFacts(
  database: Reads,
  exchange: string | undefined,
): Promise<StoredFacts> {
  const everything = await storedSeries(database);
  const chosen = new Set(marketsOf(everything, exchange).map(({ id }) => id));
  const all = everything.filter(({ market }) => chosen.has(market.id));
  const ids = all.map(({ id }) => id);
  const issued = await storedCertificates(database);
  const coverage = await storedCoverage(database, ids);
  const gaps = await storedGaps(database, ids);
  const runs = await announcedRuns(database, ids);
  const archived = await new ArchiveFileStore(database).files(ids);
  const exchanges: ExchangeDataset[] = [];
  for (const name of new Set(all.map(({ market }) => market.exchange))) {
    exchanges.push({ exchange: name, dataset: await storedDataset(database, name) });
  }
  return {
    exchanges,
    series: all.map((series) => {
      const certificate = issued.get(series.id);
      return {
        series,
        issued: certificate?.version === CERTIFICATE_VERSION ? certificate : undefined,
        coverage: coverage.get(series.id) ?? [],
        gaps: gaps.get(series.id) ?? [],
        runs: runs.get(series.id) ?? [],
        archived: archived.get(series.id) ?? [],
      };
    }),
  };
}
