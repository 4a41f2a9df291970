import { exportMetered, refuseChoice, type WholeExportWish } from '../export/whole-export.js';
import { countText, many } from '../output/count-text.js';
import { note } from '../output/output.js';
import { sourceLabel } from '../output/source-label.js';
import { UsageError } from '../usage-error.js';
import { exportForFreqtrade } from './export-for-freqtrade.js';
import { freqtradeExchange } from './freqtrade-file.js';

export const FREQTRADE = 'freqtrade';

/** The options of the command export. */
interface ExportFreqtradeWish extends WholeExportWish {
  readonly all?: boolean;
}

/** Exports for freqtrade and says what became of it. Errors: UsageError for options that do not go with `--for`. */
export async function exportFreqtrade(wish: ExportFreqtradeWish): Promise<void> {
  const { out, exchange, unproven = 'refuse' } = wish;
  if (out === undefined)
    throw new UsageError('--for needs --out <folder>: user_data/data/<exchange>');
  if (unproven === 'include') {
    throw new UsageError(
      '--unproven include does not go with --for: its files can’t say what of them is not proven',
    );
  }
  refuseChoice(wish, '--for', 'it writes all that is proven');
  if (wish.all === true) throw new UsageError('--all does not go with --for');
  const { manifest, written, leftOut, sources } = await exportMetered(
    wish.database,
    (database, tell) => exportForFreqtrade(database, { folder: out, exchange, unproven }, tell),
  );
  const label = sourceLabel(sources);
  if (label !== undefined) note(label);
  for (const { name, why } of leftOut) note(`Left out: ${name}, ${why}`);
  const rows = manifest.files.reduce((sum, file) => sum + file.rows, 0);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  note(
    `${many(rows, 'row')} in ${many(manifest.files.length, 'file')} of ${out} (${countText(bytes / 1e6)} MB), ${written.size} of them written now; freqtrade knows the exchange as ${freqtradeExchange(manifest.exchange)}`,
  );
}
