import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { many } from '../output/count-text.js';
import { ProgressNote } from '../output/progress-note.js';
import type { RowFormat } from './row-format.js';
import { rowPages } from './row-pages.js';
import type { RowSink } from './row-sink.js';

/** Writes the rows of the window, page by page; returns how many. */
export async function exportRows(
  database: Database,
  series: StoredSeries,
  window: TimeWindow | undefined,
  format: RowFormat,
  sink: RowSink,
): Promise<number> {
  const progress = new ProgressNote();
  let written = 0;
  try {
    await sink.write(format.head);
    if (window !== undefined) {
      for await (const { records, readToMs } of rowPages(database, series, window)) {
        await sink.write(format.rows(records, written === 0));
        written += records.length;
        const share = (readToMs - window.fromMs) / (window.toMs - window.fromMs);
        progress.report(`${(100 * share).toFixed(0)} %, ${many(written, 'row')}`, false);
      }
    }
    await sink.write(format.foot);
    await sink.finish();
    return written;
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    progress.clear();
  }
}
