import {
  datasetSha256,
  type NamedCertificate,
} from '@fullcarry/domain/completeness/proof/certificate';
import { hasCandles, type SeriesId } from '@fullcarry/domain/series';
import { sha256 } from '@fullcarry/history/proof/certify-series';

/** A tracked series with its certificate. */
export interface CertifiedSeries extends NamedCertificate {
  readonly id: SeriesId;
}

/**
 * What the dataset certificate of an exchange can be, from those of its tracked series: a dataset is of one timeframe,
 * and the series of another one, tracked before, stay where they are.
 */
export function datasetDigests(certified: readonly CertifiedSeries[]): string[] {
  const timeframes = certified.flatMap(({ id }) => (hasCandles(id) ? [id.timeframe] : []));
  return [...new Set([...timeframes, undefined])].map((timeframe) =>
    datasetSha256(
      certified.filter(({ id }) => !hasCandles(id) || id.timeframe === timeframe),
      sha256,
    ),
  );
}
