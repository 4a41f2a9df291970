import {
  agree,
  certificateOf,
  proofOfCandles,
  proofOfFunding,
} from '@fullcarry/domain/completeness/proof/certify';
import type { Certificate } from '@fullcarry/domain/completeness/proof/certificate';
import { isCandleKind, type SeriesInMarket } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import type { ManifestFile, ManifestSeries } from '../layout/manifest.js';
import { CANDLE_ROWS, SETTLEMENT_ROWS } from '../layout/parquet-rows.js';
import { checkRows, type CheckedRows } from './check-rows.js';
import type { FoundFault } from './found-fault.js';

/** Reads the rows of a series and recomputes its pieces and its certificate from them. */
export async function checkSeries(
  folder: string,
  file: ManifestFile,
  series: ManifestSeries,
): Promise<FoundFault[]> {
  const id = seriesOfManifest(series);
  const stepMs = 'timeframe' in id ? timeframeMs(id.timeframe) : undefined;
  const rows = await ('timeframe' in id
    ? checkRows(folder, file, series, CANDLE_ROWS, stepMs)
    : checkRows(folder, file, series, SETTLEMENT_ROWS, stepMs));
  const issued = issuedCertificate(series);
  if (!issued) return [...rows.faults];
  const recomputed = recomputedCertificate(series, id, rows);
  if (recomputed && agree(issued, recomputed)) return [...rows.faults];
  return [
    ...rows.faults,
    {
      file: file.path,
      piece: undefined,
      what: recomputed
        ? `the certificate of ${series.name} is not that of its rows: ${difference(issued, recomputed)}`
        : `the certificate of ${series.name} can’t be recomputed from these rows`,
    },
  ];
}

/** As the manifest says it; undefined where none was issued. */
export function issuedCertificate({
  certificate,
  window,
}: ManifestSeries): Certificate | undefined {
  if (!certificate) return undefined;
  return {
    ...certificate,
    window,
    firstRowAtMs: certificate.firstRowAtMs ?? undefined,
    lastRowAtMs: certificate.lastRowAtMs ?? undefined,
  };
}

/** Errors: Error for candles without a timeframe. */
export function seriesOfManifest({ kind, timeframe, name }: ManifestSeries): SeriesInMarket {
  if (!isCandleKind(kind)) return { kind };
  if (timeframe === null) throw new Error(`The manifest names no timeframe of ${name}`);
  return { kind, timeframe };
}

function recomputedCertificate(
  { window, evidence, listedAtMs, delistedAtMs }: ManifestSeries,
  id: SeriesInMarket,
  { pieces, times, holes }: CheckedRows,
): Certificate | undefined {
  if (!pieces) return undefined;
  const facts = {
    wanted: window,
    coverage: [window],
    gaps: evidence.gaps,
    runs: evidence.announced,
    nowMs: Infinity,
  };
  const listing = {
    listedAtMs: listedAtMs ?? undefined,
    delistedAtMs: delistedAtMs ?? undefined,
  };
  const settled = [...evidence.settledOutsideMs, ...times].sort((a, b) => a - b);
  const bounds = evidence.stored ?? undefined;
  const proof =
    'timeframe' in id
      ? proofOfCandles(timeframeMs(id.timeframe), facts, holes, bounds)
      : proofOfFunding(listing, facts, settled, bounds);
  return certificateOf(proof, evidence.gaps, pieces, sha256);
}

function difference(issued: Certificate, recomputed: Certificate): string {
  const text = ({ present, confirmedEmpty, sha256: digest }: Certificate) =>
    `${present} rows, ${confirmedEmpty} confirmed empty, ${digest.slice(0, 12)}…`;
  return `${text(issued)} against ${text(recomputed)}`;
}
