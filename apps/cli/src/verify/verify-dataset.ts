import { seriesName } from '@fullcarry/domain/series';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { setTimeout as sleep } from 'node:timers/promises';
import { datasetDigests } from './dataset-digests.js';

/** One exchange's dataset certificate beside what its series' certificates say. */
export interface DatasetCheck {
  readonly exchange: string;
  /** Undefined while a tracked series is not proven: then there is nothing that could differ. */
  readonly stored: string | undefined;
  readonly recomputed: string | undefined;
  readonly agrees: boolean;
}

/** A fetcher at work replaces the certificates one by one, and the dataset's last. */
const ATTEMPTS = 4;
const BETWEEN_ATTEMPTS_MS = 500;

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
  for (let attempt = 1; ; attempt += 1) {
    const check = await checkOnce(database, exchange);
    if (check.agrees || attempt === ATTEMPTS) return check;
    await sleep(BETWEEN_ATTEMPTS_MS);
  }
}

async function checkOnce(database: Database, exchange: string): Promise<DatasetCheck> {
  const certificates = new CertificateStore(database);
  const stored = (await certificates.dataset(exchange))?.sha256;
  if (stored === undefined) return { exchange, stored, recomputed: undefined, agrees: true };
  const issued = await certificates.all();
  const tracked = (await new MarketStore(database).allSeries()).filter(
    ({ market, isTracked }) => market.tracked && isTracked && market.exchange === exchange,
  );
  const digests = datasetDigests(
    tracked.flatMap(({ id, key }) => {
      const certificate = issued.get(id)?.certificate;
      return certificate ? [{ id: key, series: seriesName(key), certificate }] : [];
    }),
  );
  return {
    exchange,
    stored,
    recomputed: digests.find((digest) => digest === stored) ?? digests[0],
    agrees: digests.includes(stored),
  };
}
