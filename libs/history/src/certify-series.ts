import {
  absencesOf,
  certifyCandles,
  certifySettlements,
  type Certificate,
} from '@fullcarry/domain/certificate';
import type { Gap } from '@fullcarry/domain/gap';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database } from './database.js';
import type { StoredSeries } from './stored-series.js';
import { storedCandles, storedSettlements } from './series-rows.js';

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
    ? certifyCandles(await storedCandles(database, series.id, window), window, absences)
    : certifySettlements(await storedSettlements(database, series.id, window), window, absences);
}
