import type { HoleSighting } from '@fullcarry/domain/observe-hole';
import { covers, type TimeWindow } from '@fullcarry/domain/time-window';
import type { StoredSeries } from '@fullcarry/history/stored-series';
import type { SeriesRows } from '@fullcarry/history/row-table';
import type { PageReader } from './page-reader.js';
import { readCandles } from './read-candles.js';
import { readSettlements } from './read-settlements.js';

/** The rows of a window and what was lacking in it. */
export interface SeriesReading {
  readonly content: SeriesRows;
  readonly sightings: readonly HoleSighting[];
}

/** Reads a window of a series of either kind; `endMs`: the end of what existed when it was planned. */
export async function readWindow(
  pages: PageReader,
  series: StoredSeries,
  window: TimeWindow,
  endMs: number,
): Promise<SeriesReading> {
  const known = { ...series.market, endMs };
  if (series.key.kind === 'candles') {
    const { rows, sightings } = await readCandles(pages, series.key.timeframe, window, known);
    return { content: { kind: 'candles', rows }, sightings };
  }
  const { rows, sightings } = await readSettlements(pages, window, known);
  return { content: { kind: 'funding', rows }, sightings };
}

/** The rows that open or were settled outside of the windows. */
export function rowsOutside(content: SeriesRows, windows: readonly TimeWindow[]): SeriesRows {
  return content.kind === 'candles'
    ? { ...content, rows: content.rows.filter((row) => !covers(windows, row.openAtMs)) }
    : { ...content, rows: content.rows.filter((row) => !covers(windows, row.settledAtMs)) };
}
