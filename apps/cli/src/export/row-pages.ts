import { cutWindow, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import { storedCandles, storedSettlements } from '@fullcarry/history/series-rows';
import { candleRecord, settlementRecord, type RowRecord } from './row-record.js';

/** Few enough to be held in memory, many enough for one query. */
const ROWS_AT_ONCE = 5_000;

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
  const stepMs = series.key.kind === 'candles' ? timeframeMs(series.key.timeframe) : HOUR_MS;
  for (const piece of cutWindow(window, ROWS_AT_ONCE * stepMs)) {
    const records =
      series.key.kind === 'candles'
        ? (await storedCandles(database, series.id, piece)).map(candleRecord)
        : (await storedSettlements(database, series.id, piece)).map(settlementRecord);
    yield { records, readToMs: piece.toMs };
  }
}
