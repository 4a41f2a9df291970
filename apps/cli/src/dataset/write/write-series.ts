import { piecesOf, type Piece } from '@fullcarry/domain/completeness/proof/certificate';
import { hasCandles, seriesName } from '@fullcarry/domain/series';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Reads } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import { rowPieces, storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import type { ManifestFile } from '../layout/manifest.js';
import { CANDLE_ROWS, SETTLEMENT_ROWS, type ParquetRows } from '../layout/parquet-rows.js';
import { monthText } from '../layout/piece-line.js';
import { seriesFile } from '../layout/series-file.js';
import { ParquetFile } from './parquet-file.js';

export interface WrittenSeries {
  readonly file: ManifestFile;
  readonly pieces: readonly Piece[];
}

/** Writes the rows of the window to the series' file, a month in memory at a time; `report` hears how many were read. */
export function writeSeries(
  database: Reads,
  folder: string,
  series: StoredSeries,
  window: TimeWindow,
  report: (rows: number) => void,
): Promise<WrittenSeries> {
  const pages = rowPieces(series, window);
  return hasCandles(series.key)
    ? writeRows(folder, series, CANDLE_ROWS, report, pages, (page) =>
        storedCandles(database, series.id, page),
      )
    : writeRows(folder, series, SETTLEMENT_ROWS, report, pages, (page) =>
        storedSettlements(database, series.id, page),
      );
}

async function writeRows<Row>(
  folder: string,
  { key, market }: StoredSeries,
  layout: ParquetRows<Row>,
  report: (rows: number) => void,
  pages: readonly TimeWindow[],
  read: (page: TimeWindow) => Promise<Row[]>,
): Promise<WrittenSeries> {
  const path = seriesFile(key, market.listing);
  const file = await ParquetFile.open(folder, path, layout, seriesName(key));
  try {
    const pieces: Piece[] = [];
    let month = '';
    let held: Row[] = [];
    const close = async () => {
      if (held.length > 0) await file.write(month, held);
      held = [];
    };
    for (const page of pages) {
      const rows = await read(page);
      pieces.push(...piecesOf(layout, rows, sha256));
      for (const row of rows) {
        const of = monthText(layout.atMs(row));
        if (of !== month) await close();
        month = of;
        held.push(row);
      }
      report(rows.length);
    }
    await close();
    return { file: await file.finish(), pieces };
  } catch (error) {
    await file.discard();
    throw error;
  }
}
