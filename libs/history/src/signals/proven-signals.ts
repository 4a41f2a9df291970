import type { Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import { seriesName } from '@fullcarry/domain/series';
import type { SignalValues } from '@fullcarry/domain/signal/market-signals';
import { intersectWindows } from '@fullcarry/domain/time-window';
import type { Statements } from '../database/database.js';
import type { StoredSeries } from '../markets/stored-series.js';
import { CertificateStore, type StoredCertificate } from '../proof/certificate-store.js';
import { CompletenessStore } from '../proof/completeness-store.js';
import { isProof } from '../proof/is-proof.js';
import type { ProvenSeries, StoredSignals } from './stored-signals.js';

/** The series of a market that signals are made of. `spot`: undefined where no history of it is kept. */
export interface AskedSignals {
  readonly funding: StoredSeries;
  readonly candles: StoredSeries;
  readonly spot: StoredSeries | undefined;
  readonly unitsPerContract: number;
}

export interface CitedCertificate {
  readonly series: StoredSeries;
  readonly certificate: Certificate;
  readonly issuedAtMs: number;
}

/** Signals and the certificates of all that they were made of; or which series is not proven. */
export type ProvenSignals =
  | {
      readonly kind: 'proven';
      readonly values: SignalValues;
      readonly certificates: readonly CitedCertificate[];
    }
  | { readonly kind: 'unproven'; readonly because: string };

/** The certificates of all series of a market, or which of these has none. */
export type ProvenSeriesOf =
  | { readonly kind: 'proven'; readonly certificates: readonly CitedCertificate[] }
  | { readonly kind: 'unproven'; readonly because: string };

/** `issued`: all certificates. */
export function certificatesOf(
  { funding, candles, spot }: AskedSignals,
  issued: ReadonlyMap<number, StoredCertificate>,
): ProvenSeriesOf {
  const all = spot ? [funding, candles, spot] : [funding, candles];
  const certificates = all.flatMap((series): CitedCertificate[] => {
    const one = issued.get(series.id);
    return isProof(one)
      ? [{ series, certificate: one.certificate, issuedAtMs: one.issuedAtMs }]
      : [];
  });
  const lacking = all.find(({ id }) => !certificates.some(({ series }) => series.id === id));
  return lacking
    ? { kind: 'unproven', because: `${seriesName(lacking.key)} is not proven` }
    : { kind: 'proven', certificates };
}

/**
 * Returns the signals of a market by the rows that its certificates speak of, and by no other. `known`: all certificates, where
 * they were read a moment ago.
 */
export async function provenSignals(
  database: Statements,
  signals: StoredSignals,
  asked: AskedSignals,
  known?: ReadonlyMap<number, StoredCertificate>,
): Promise<ProvenSignals> {
  const cited = certificatesOf(asked, known ?? (await new CertificateStore(database).all()));
  if (cited.kind === 'unproven') return cited;
  const { certificates } = cited;
  const ids = certificates.map(({ series }) => series.id);
  const coverage = await new CompletenessStore(database).coverage(ids);
  const proven = (series: StoredSeries): ProvenSeries => ({
    series,
    coverage: intersectWindows(
      coverage.get(series.id) ?? [],
      certificates.flatMap((one) => (one.series.id === series.id ? [one.certificate.window] : [])),
    ),
  });
  const { funding, candles, spot, unitsPerContract } = asked;
  const parts = { funding: proven(funding), candles: proven(candles), spot: spot && proven(spot) };
  const values = await signals.of(database, { ...parts, unitsPerContract });
  return { kind: 'proven', values, certificates };
}
