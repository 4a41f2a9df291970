import type { Certificate } from '@fullcarry/domain/certificate';
import { CertificateStore } from './certificate-store.js';
import { certifySeries } from './certify-series.js';
import { CompletenessStore } from './completeness-store.js';
import type { Database } from './database.js';
import { MarketStore } from './market-store.js';
import type { StoredSeries } from './stored-series.js';

/** One certificate beside what the rows say now. */
export interface Verification {
  readonly series: StoredSeries;
  readonly stored: Certificate;
  readonly recomputed: Certificate;
  readonly agrees: boolean;
}

/** Recomputes the issued certificates, of one exchange or of all, from the stored rows, one after the other. */
export async function* verifyCertificates(
  database: Database,
  exchange?: string,
): AsyncGenerator<Verification> {
  const certificates = await new CertificateStore(database).all();
  const everything = await new MarketStore(database).allSeries();
  const all = everything.filter(
    ({ market }) => exchange === undefined || market.exchange === exchange,
  );
  const gaps = await new CompletenessStore(database).gaps(all.map((series) => series.id));
  for (const series of all) {
    const stored = certificates.get(series.id)?.certificate;
    if (!stored) continue;
    const known = gaps.get(series.id) ?? [];
    const recomputed = await certifySeries(database, series, stored.window, known);
    yield { series, stored, recomputed, agrees: agree(stored, recomputed) };
  }
}

/** What was never asked for is known only when the certificate is issued, so `missing` is not compared. */
function agree(stored: Certificate, recomputed: Certificate): boolean {
  return (
    stored.sha256 === recomputed.sha256 &&
    stored.present === recomputed.present &&
    stored.confirmedEmpty === recomputed.confirmedEmpty &&
    stored.firstRowAtMs === recomputed.firstRowAtMs &&
    stored.lastRowAtMs === recomputed.lastRowAtMs
  );
}
