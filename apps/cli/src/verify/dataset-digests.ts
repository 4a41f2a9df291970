import {
  datasetSha256,
  type NamedCertificate,
} from '@fullcarry/domain/completeness/proof/certificate';
import { chosenTimeframe, type SeriesInMarket } from '@fullcarry/domain/series';
import { sha256 } from '@fullcarry/history/proof/certify-series';

/** A tracked series with its certificate. */
export interface CertifiedSeries extends NamedCertificate {
  readonly id: SeriesInMarket;
}

/**
 * What the dataset certificate of an exchange can be, from those of its tracked series: a dataset is of one timeframe,
 * and the series of another one, tracked before, stay where they are.
 */
export function datasetDigests(certified: readonly CertifiedSeries[]): string[] {
  const timeframes = new Set([...certified.map(({ id }) => chosenTimeframe(id)), undefined]);
  return [...timeframes].map((timeframe) =>
    datasetSha256(
      certified.filter(({ id }) => [undefined, timeframe].includes(chosenTimeframe(id))),
      sha256,
    ),
  );
}
