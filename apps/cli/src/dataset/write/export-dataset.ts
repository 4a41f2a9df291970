import { CERTIFICATE_VERSION } from '@fullcarry/domain/completeness/proof/certificate';
import { hullOf, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Database, Reads } from '@fullcarry/history/database/database';
import { rowBounds } from '@fullcarry/history/rows/series-rows';
import type { RowProgress } from '../../output/row-meter.js';
import type { Manifest, ManifestFile, ManifestSeries } from '../layout/manifest.js';
import { chooseExported, type Unproven } from './choose-exported.js';
import { newDatasetFolder, sealDataset } from './dataset-folder.js';
import { manifestSeries } from './manifest-series.js';
import { softwareVersions } from './software-versions.js';
import { storedFacts, type ExchangeDataset, type SeriesFacts } from './stored-facts.js';
import { writeSeries } from './write-series.js';

export interface DatasetWish {
  readonly folder: string;
  /** All where it is left out. */
  readonly exchange: string | undefined;
  readonly unproven: Unproven;
}

/**
 * Writes every series that is wanted to the folder, each with the window of its certificate, as they all were when it
 * began; a fetcher may go on meanwhile.
 *
 * Errors: UsageError for a folder that is not empty or an exchange that is not stored, Error for series that are not
 * proven and that nobody said of what is to be done with them. The files that were finished stay behind, without a manifest.
 */
export function exportDataset(
  database: Database,
  { folder, exchange, unproven }: DatasetWish,
  report: (progress: RowProgress) => void,
): Promise<Manifest> {
  return database.snapshot(async (reads) => {
    const createdAtMs = Date.now();
    const facts = await storedFacts(reads, exchange);
    const { exported, leftOut } = chooseExported(facts.series, unproven);
    await newDatasetFolder(folder);
    const rowsTotal = exported.reduce((sum, one) => sum + rowsOf(one), 0);
    let rowsDone = 0;
    report({ rowsDone, rowsTotal });
    const files: ManifestFile[] = [];
    const series: ManifestSeries[] = [];
    for (const one of exported) {
      const window = await windowOf(reads, one);
      const { file, pieces } = await writeSeries(reads, folder, one.series, window, (rows) => {
        rowsDone += rows;
        report({ rowsDone, rowsTotal: Math.max(rowsDone, rowsTotal) });
      });
      files.push(file);
      const written = { window, file: file.path, pieces };
      series.push(await manifestSeries(reads, one, written, createdAtMs));
    }
    const [first, ...rest] = series.map(({ window }) => window);
    if (!first) throw new Error('A data set without a series');
    const manifest: Manifest = {
      format: 'fullcarry-dataset',
      version: 1,
      createdAt: new Date(createdAtMs).toISOString(),
      software: softwareVersions('hyparquet-writer'),
      certificateVersion: CERTIFICATE_VERSION,
      window: hullOf([first, ...rest]),
      exchanges: facts.exchanges.map(exchangeEntry),
      files,
      series,
      leftOut: [...leftOut],
    };
    await sealDataset(folder, manifest);
    return manifest;
  });
}

function rowsOf({ series, issued }: SeriesFacts): number {
  return issued?.certificate.present ?? series.rows;
}

/** Of a series that was never certified, all that is stored. */
async function windowOf(database: Reads, { series, issued }: SeriesFacts): Promise<TimeWindow> {
  return (
    issued?.certificate.window ?? (await rowBounds(database, series)) ?? { fromMs: 0, toMs: 0 }
  );
}

function exchangeEntry({ exchange, dataset }: ExchangeDataset) {
  return {
    exchange,
    datasetSha256: dataset?.sha256 ?? null,
    issuedAtMs: dataset?.issuedAtMs ?? null,
  };
}
