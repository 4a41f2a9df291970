import {
  datasetSha256,
  type NamedCertificate,
} from '@fullcarry/domain/completeness/proof/certificate';
import { chosenTimeframe, seriesName } from '@fullcarry/domain/series';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { setTimeout as sleep } from 'node:timers/promises';

/** One exchange's dataset certificate beside what its series' certificates say. */
export interface DatasetCheck {
  readonly exchange: string;
  /** Undefined while a tracked series is not proven: then there is nothing that could differ. */
  readonly stored: string | undefined;
  readonly recomputed: string | undefined;
  readonly agrees: boolean;
}

/** A fetcher at work replaces the certificates one by one, and the dataset's last. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 500;

/** Recomputes the dataset certificate of one exchange, or of each, from the certificates of its tracked series. */
export async function verifyDatasets(database: Database, only?: string): Promise<DatasetCheck[]> {
  const all = await new MarketStore(database).allSeries();
  const checks: DatasetCheck[] = [];
  for (const exchange of new Set(all.map(({ market }) => market.exchange))) {
    if (only !== undefined && exchange !== only) continue;
    checks.push(await settledCheck(database, exchange));
  }
  return checks;
}

async function settledCheck(database: Database, exchange: string): Promise<DatasetCheck> {
  for (let look = 1; ; look += 1) {
    const check = await oneLook(database, exchange);
    if (check.agrees || look === LOOKS) return check;
    await sleep(BETWEEN_LOOKS_MS);
  }
}

async function oneLook(database: Database, exchange: string): Promise<DatasetCheck> {
  const certificates = new CertificateStore(database);
  const stored = (await certificates.dataset(exchange))?.sha256;
  if (stored === undefined) return { exchange, stored, recomputed: undefined, agrees: true };
  const issued = await certificates.all();
  const tracked = (await new MarketStore(database).allSeries()).filter(
    ({ market }) => market.tracked && market.exchange === exchange,
  );
  const named = (series: StoredSeries): NamedCertificate[] => {
    const certificate = issued.get(series.id)?.certificate;
    return certificate ? [{ series: seriesName(series.key), certificate }] : [];
  };
  const digests: string[] = [];
  for (const timeframe of timeframesOf(tracked)) {
    const ofOne = tracked.filter(({ key }) => {
      const chosen = chosenTimeframe(key);
      return chosen === undefined || chosen === timeframe;
    });
    digests.push(datasetSha256(ofOne.flatMap(named), sha256));
  }
  return {
    exchange,
    stored,
    recomputed: digests.find((digest) => digest === stored) ?? digests[0],
    agrees: digests.includes(stored),
  };
}

/** A dataset is of one timeframe; the series of another one, tracked before, stay in the database. */
function timeframesOf(tracked: readonly StoredSeries[]) {
  return new Set([...tracked.map(({ key }) => chosenTimeframe(key)), undefined]);
}
