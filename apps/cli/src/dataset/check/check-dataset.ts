import { datasetDigests } from '../../verify/dataset-digests.js';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { RowProgress } from '../../output/row-meter.js';
import {
  MANIFEST,
  SUMS,
  type Manifest,
  type ManifestFile,
  type ManifestSeries,
} from '../layout/manifest.js';
import { parsePieceLine } from '../layout/piece-line.js';
import { daysOf, daysText } from './check-rows.js';
import { checkSeries, issuedCertificate, seriesOfManifest } from './check-series.js';
import { fileBytes } from './file-bytes.js';
import type { FoundFault } from './found-fault.js';
import { readManifest } from './read-manifest.js';

export interface CheckedDataset {
  readonly manifest: Manifest;
  readonly faults: readonly FoundFault[];
  /** Certificates that were recomputed and agree. */
  readonly agreeing: number;
  readonly rows: number;
}

/**
 * Recomputes every certificate of a data set, and its pieces, from the files alone.
 *
 * Errors: those of `readManifest`.
 */
export async function checkDataset(
  folder: string,
  report: (progress: RowProgress) => void,
): Promise<CheckedDataset> {
  const { manifest, faults: manifestFaults } = await readManifest(folder);
  const faults = [...manifestFaults];
  const there = new Set(await filesIn(folder));
  const due = new Set([MANIFEST, SUMS, ...manifest.files.map(({ path }) => path)]);
  for (const path of there) {
    if (!due.has(path))
      faults.push(ofFile(path, `the file is surplus: ${MANIFEST} names none such`));
  }
  const files = new Map(manifest.files.map((file) => [file.path, file]));
  const rowsTotal = manifest.files.reduce((sum, { rows }) => sum + rows, 0);
  let rowsDone = 0;
  let agreeing = 0;
  report({ rowsDone, rowsTotal });
  for (const series of manifest.series) {
    const file = files.get(series.file);
    if (!file) {
      faults.push(ofFile(MANIFEST, `it names no file ${series.file}`));
      continue;
    }
    const found = there.has(file.path)
      ? await checkFile(folder, file, series)
      : [ofFile(file.path, 'the file is missing')];
    faults.push(...found);
    if (found.length === 0 && series.certificate) agreeing += 1;
    rowsDone += file.rows;
    report({ rowsDone, rowsTotal });
  }
  faults.push(...datasetFaults(manifest));
  return { manifest, faults, agreeing, rows: rowsTotal };
}

async function checkFile(
  folder: string,
  file: ManifestFile,
  series: ManifestSeries,
): Promise<FoundFault[]> {
  const { isWhole, changed } = await fileBytes(folder, file);
  const faults = await rowFaults(folder, file, series);
  const pieces = series.pieces.map(parsePieceLine);
  for (const group of changed) {
    // Where the rows tell which day it is, nothing is left to say.
    if (faults.some(({ piece }) => piece?.startsWith(group.month))) continue;
    faults.push({
      file: file.path,
      piece: daysText(daysOf(group, pieces), group),
      what: 'bytes of these days are not those that were written',
    });
  }
  if (!isWhole && faults.length === 0) {
    faults.push(ofFile(file.path, 'bytes beside its rows are not those that were written'));
  }
  return faults;
}

async function rowFaults(
  folder: string,
  file: ManifestFile,
  series: ManifestSeries,
): Promise<FoundFault[]> {
  try {
    return await checkSeries(folder, file, series);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [ofFile(file.path, `it can’t be read as Parquet: ${why}`)];
  }
}

/** Each exchange's dataset certificate against those of its tracked series. */
function datasetFaults({ exchanges, series }: Manifest): FoundFault[] {
  return exchanges.flatMap(({ exchange, datasetSha256 }) => {
    if (datasetSha256 === null) return [];
    const named = series
      .filter((one) => one.exchange === exchange && one.tracked)
      .flatMap((one) => {
        const certificate = issuedCertificate(one);
        return certificate ? [{ id: seriesOfManifest(one), series: one.name, certificate }] : [];
      });
    return datasetDigests(named).includes(datasetSha256)
      ? []
      : [
          ofFile(
            MANIFEST,
            `the dataset certificate of ${exchange} is not that of its series’ certificates`,
          ),
        ];
  });
}

/** Every file below the folder, with slashes. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function ofFile(file: string, what: string): FoundFault {
  return { file, piece: undefined, what };
}
