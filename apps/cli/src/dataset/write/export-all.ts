import { withDatabase } from '../../database/with-database.js';
import { countText, many } from '../../output/count-text.js';
import { minuteText } from '../../output/instant.js';
import { note } from '../../output/output.js';
import { ProgressNote } from '../../output/progress-note.js';
import { RowMeter } from '../../output/row-meter.js';
import { sourceLabel } from '../../output/source-label.js';
import { UsageError } from '../../usage-error.js';
import type { Manifest } from '../layout/manifest.js';
import type { Unproven } from './choose-exported.js';
import { exportDataset } from './export-dataset.js';

/** The one format of a data set. */
export const DATASET_FORMAT = 'parquet';

/** The options of the command export that `--all` goes with, and those it does not. */
export interface ExportAllWish {
  readonly database?: string | undefined;
  readonly format: string;
  readonly out?: string | undefined;
  readonly exchange?: string | undefined;
  readonly unproven?: Unproven | undefined;
  readonly symbol?: string | undefined;
  readonly kind?: string | undefined;
  readonly timeframe?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Exports a data set and says what is in it. Errors: UsageError for options that do not go with `--all`. */
export async function exportAll(wish: ExportAllWish): Promise<void> {
  const { out, exchange, unproven = 'refuse' } = wish;
  if (wish.format !== DATASET_FORMAT) {
    throw new UsageError(`--all writes a data set: add --format ${DATASET_FORMAT}`);
  }
  if (out === undefined) throw new UsageError('--all needs --out <folder>, empty or new');
  for (const option of ['symbol', 'kind', 'timeframe', 'from', 'to'] as const) {
    if (wish[option] === undefined) continue;
    throw new UsageError(
      `--${option} does not go with --all: a data set is every series, each with the window of its certificate`,
    );
  }
  const manifest = await withDatabase(wish.database, async (database) => {
    const progress = new ProgressNote();
    const meter = new RowMeter('Exported');
    try {
      return await exportDataset(database, { folder: out, exchange, unproven }, (step) => {
        progress.tell(meter.text(step), meter.isStep(step));
      });
    } finally {
      progress.clear();
    }
  });
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
