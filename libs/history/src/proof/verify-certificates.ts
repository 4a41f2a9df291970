import {
  CERTIFICATE_VERSION,
  type Certificate,
} from '@fullcarry/domain/completeness/proof/certificate';
import { agree } from '@fullcarry/domain/completeness/proof/certify';
import { CertificateStore } from './certificate-store.js';
import { certifySeries, hashPieces } from './certify-series.js';
import { CompletenessStore } from './completeness-store.js';
import type { Database } from '../database/database.js';
import { MarketStore } from '../markets/market-store.js';
import { ScheduleStore } from './schedule-store.js';
import type { StoredSeries } from '../markets/stored-series.js';

/** One certificate beside what the rows say now. */
export interface Verification {
  readonly series: StoredSeries;
  readonly stored: Certificate;
  readonly recomputed: Certificate;
  readonly agrees: boolean;
}

/**
 * Recomputes the issued certificates, of one exchange or of all, from the stored rows, one after the other: all rows
 * are read and hashed, whatever is kept of their pieces.
 */
export async function* verifyCertificates(
  database: Database,
  exchange?: string,
): AsyncGenerator<Verification> {
  const certificates = await new CertificateStore(database).all();
  const everything = await new MarketStore(database).allSeries();
  const all = everything.filter(
    ({ market }) => exchange === undefined || market.exchange === exchange,
  );
  const ids = all.map((series) => series.id);
  const gaps = await new CompletenessStore(database).gaps(ids);
  const runs = await new ScheduleStore(database).runs(ids);
  for (const series of all) {
    const stored = certificates.get(series.id);
    if (stored?.version !== CERTIFICATE_VERSION) continue;
    const { window } = stored.certificate;
    const facts = {
      wanted: window,
      coverage: [window],
      gaps: gaps.get(series.id) ?? [],
      runs: runs.get(series.id) ?? [],
      nowMs: Infinity,
    };
    const pieces = await hashPieces(database, series, [window]);
    const { certificate: recomputed } = await certifySeries(database, series, facts, pieces);
    const agrees = agree(stored.certificate, recomputed);
    yield { series, stored: stored.certificate, recomputed, agrees };
  }
}
