import { hasCandles } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { rowPieces, storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import { candleRecord, settlementRecord, type RowRecord } from './row-record.js';

export interface RowPage {
  readonly records: readonly RowRecord[];
  /** Everything before this instant has been read. */
  readonly readToMs: number;
}

/** The rows of the window, ascending, some thousand at a time. */
export async function* rowPages(
  database: Database,
  series: StoredSeries,
  window: TimeWindow,
): AsyncGenerator<RowPage> {
  for (const piece of rowPieces(series, window)) {
    const records = hasCandles(series.key)
      ? (await storedCandles(database, series.id, piece)).map(candleRecord)
      : (await storedSettlements(database, series.id, piece)).map(settlementRecord);
    yield { records, readToMs: piece.toMs };
  }
}
