import type { Database } from '@fullcarry/history/database/database';
import { withDatabase } from '../database/with-database.js';
import type { Unproven } from '../dataset/write/choose-exported.js';
import { ProgressNote } from '../output/progress-note.js';
import { RowMeter, type RowProgress } from '../output/row-meter.js';
import { UsageError } from '../usage-error.js';

/** The options of the command export, as far as an export of all that is proven goes with them or does not. */
export interface WholeExportWish {
  readonly database?: string | undefined;
  readonly out?: string | undefined;
  readonly exchange?: string | undefined;
  readonly unproven?: Unproven | undefined;
  readonly symbol?: string | undefined;
  readonly kind?: string | undefined;
  readonly timeframe?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Errors: UsageError for an option that chooses among rows, beside `flag`, which takes them all. `because`: why not. */
export function refuseChoice(wish: WholeExportWish, flag: string, because: string): void {
  for (const option of ['symbol', 'kind', 'timeframe', 'from', 'to'] as const) {
    if (wish[option] === undefined) continue;
    throw new UsageError(`--${option} does not go with ${flag}: ${because}`);
  }
}

/** Exports from the database that is meant, and shows how far the rows are meanwhile. */
export function exportMetered<Exported>(
  named: string | undefined,
  work: (database: Database, report: (step: RowProgress) => void) => Promise<Exported>,
): Promise<Exported> {
  return withDatabase(named, async (database) => {
    const progress = new ProgressNote();
    const meter = new RowMeter('Exported');
    try {
      return await work(database, (step) => progress.report(meter.text(step), meter.isStep(step)));
    } finally {
      progress.clear();
    }
  });
}
