import { exportMetered, refuseChoice, type WholeExportWish } from '../../export/whole-export.js';
import { countText, many } from '../../output/count-text.js';
import { minuteText } from '../../output/instant.js';
import { note } from '../../output/output.js';
import { sourceLabel } from '../../output/source-label.js';
import { UsageError } from '../../usage-error.js';
import type { Manifest } from '../layout/manifest.js';
import { exportDataset } from './export-dataset.js';

/** The one format of a data set. */
export const DATASET_FORMAT = 'parquet';

/** The options of the command export. */
interface ExportAllWish extends WholeExportWish {
  readonly format: string;
}

/** Exports a data set and says what is in it. Errors: UsageError for options that do not go with `--all`. */
export async function exportAll(wish: ExportAllWish): Promise<void> {
  const { out, exchange, unproven = 'refuse' } = wish;
  if (wish.format !== DATASET_FORMAT) {
    throw new UsageError(`--all writes a data set: add --format ${DATASET_FORMAT}`);
  }
  if (out === undefined) throw new UsageError('--all needs --out <folder>, empty or new');
  refuseChoice(
    wish,
    '--all',
    'a data set is every series, each with the window of its certificate',
  );
  const manifest = await exportMetered(wish.database, (database, report) =>
    exportDataset(database, { folder: out, exchange, unproven }, report),
  );
  for (const line of remarks(manifest, out)) note(line);
}

/** What a person must know of the data set. */
function remarks({ series, files, leftOut, window }: Manifest, folder: string): string[] {
  const label = sourceLabel(series.map(({ source }) => source));
  const open = series.filter(({ proven }) => !proven);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    ...(label === undefined ? [] : [label]),
    ...open.map(
      ({ name }) => `Warning: ${name} is not proven; the manifest says what may be missing`,
    ),
    ...leftOut.map(({ name, why }) => `Left out: ${name}, ${why}`),
    `${many(rows, 'row')} of ${many(series.length, 'series', 'series')}, ${minuteText(window.fromMs)} to ${minuteText(window.toMs)} UTC, written to ${folder} (${countText(bytes / 1e6)} MB)`,
  ];
}
