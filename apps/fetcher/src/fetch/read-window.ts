import { hasCandles } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { SeriesRows } from '@fullcarry/history/rows/series-rows';
import { lifeOf, type StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { PageReader } from './page-reader.js';
import { readCandles } from './read-candles.js';
import { readSettlements } from './read-settlements.js';

/** Checked rows in ascending order, and the window in which they are all that the exchange has. */
export interface SeriesReading {
  readonly asked: TimeWindow;
  readonly content: SeriesRows;
}

/** Reads a window of a series of any kind; `endMs`: the end of what existed when it was planned. */
export async function readWindow(
  pages: PageReader,
  series: StoredSeries,
  window: TimeWindow,
  endMs: number,
): Promise<SeriesReading> {
  const known = { ...series.market, ...lifeOf(series), endMs };
  if (hasCandles(series.key)) {
    const { asked, rows } = await readCandles(pages, series.key, window, known);
    return { asked, content: { kind: 'candles', rows } };
  }
  const { asked, rows } = await readSettlements(pages, window, known);
  return { asked, content: { kind: 'funding', rows } };
}
