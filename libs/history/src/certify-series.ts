import {
  absencesOf,
  certifyCandles,
  certifySettlements,
  type Certificate,
} from '@fullcarry/domain/certificate';
import type { Gap } from '@fullcarry/domain/gap';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { setImmediate } from 'node:timers/promises';
import type { Database } from './database.js';
import type { StoredSeries } from './stored-series.js';
import { rowPieces, storedCandles, storedSettlements } from './series-rows.js';

/**
 * Computes a series' certificate over the window from the stored rows alone.
 *
 * The caller makes sure that what is not covered is among the gaps: a stretch that nobody asked for is
 * no absence here.
 */
export async function certifySeries(
  database: Database,
  series: StoredSeries,
  window: TimeWindow,
  gaps: readonly Gap[],
): Promise<Certificate> {
  const absences = absencesOf(gaps, window);
  return series.key.kind === 'candles'
    ? certifyCandles(inPieces(storedCandles, database, series, window), window, absences)
    : certifySettlements(inPieces(storedSettlements, database, series, window), window, absences);
}

async function* inPieces<Row>(
  read: (database: Database, seriesId: number, window: TimeWindow) => Promise<Row[]>,
  database: Database,
  series: StoredSeries,
  window: TimeWindow,
): AsyncGenerator<Row[]> {
  for (const piece of rowPieces(series, window)) {
    // SQLite answers on the spot: without a pause a long series would hold all else, requests too.
    await setImmediate();
    yield await read(database, series.id, piece);
  }
}
