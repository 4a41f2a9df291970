import { exportForFreqtrade } from '../freqtrade/export-for-freqtrade.js';
import { freqtradeExchange } from '../freqtrade/freqtrade-file.js';
import { exportForNautilus } from '../nautilus/export-for-nautilus.js';
import { countText, many } from '../output/count-text.js';
import { note } from '../output/output.js';
import { sourceLabel } from '../output/source-label.js';
import { UsageError } from '../usage-error.js';
import { exportMetered, refuseChoice, type WholeExportWish } from './whole-export.js';

export const TOOLS = ['freqtrade', 'nautilus'] as const;

const EXPORTS = {
  freqtrade: {
    folder: 'user_data/data/<exchange>',
    write: exportForFreqtrade,
    knownAs: (exchange: string) => `freqtrade knows the exchange as ${freqtradeExchange(exchange)}`,
  },
  nautilus: {
    folder: 'a folder for the catalog',
    write: exportForNautilus,
    knownAs: () => 'ParquetDataCatalog opens it',
  },
};

/** The options of the command export. */
interface ExportToolWish extends WholeExportWish {
  readonly all?: boolean;
}

/** Exports for a tool and says what became of it. Errors: UsageError for options that do not go with `--for`. */
export async function exportTool(
  wish: ExportToolWish,
  name: (typeof TOOLS)[number],
): Promise<void> {
  const { folder, write, knownAs } = EXPORTS[name];
  const { out, exchange, unproven = 'refuse' } = wish;
  if (out === undefined) throw new UsageError(`--for needs --out <folder>: ${folder}`);
  if (unproven === 'include') {
    throw new UsageError(
      '--unproven include does not go with --for: its files can’t say what of them is not proven',
    );
  }
  refuseChoice(wish, '--for', 'it writes all that is proven');
  if (wish.all === true) throw new UsageError('--all does not go with --for');
  const { manifest, written, leftOut, sources } = await exportMetered(
    wish.database,
    (database, report) => write(database, { folder: out, exchange, unproven }, report),
  );
  const label = sourceLabel(sources);
  if (label !== undefined) note(label);
  for (const one of leftOut) note(`Left out: ${one.name}, ${one.why}`);
  const rows = manifest.files.reduce((sum, file) => sum + file.rows, 0);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  note(
    `${many(rows, 'row')} in ${many(manifest.files.length, 'file')} of ${out} (${countText(bytes / 1e6)} MB), ${written.size} of them written now; ${knownAs(manifest.exchange)}`,
  );
}
