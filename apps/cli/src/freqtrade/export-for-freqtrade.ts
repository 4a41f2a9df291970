import type { Candle } from '@fullcarry/domain/candle';
import { hasCandles } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database, Reads } from '@fullcarry/history/database/database';
import { rowPieces, storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import {
  exportForTool,
  type ExportedSeries,
  type ToolExport,
  type ToolWish,
} from '../export/export-for-tool.js';
import type { RowProgress } from '../output/row-meter.js';
import { freqtradeFile, type FreqtradeFile } from './freqtrade-file.js';
import { hourly } from './hourly.js';

/** Writes the proven rows of one exchange as freqtrade reads them. Errors: as exportForTool. */
export function exportForFreqtrade(
  database: Database,
  wish: ToolWish,
  report: (progress: RowProgress) => void,
): Promise<ToolExport> {
  const toolOf = (reads: Reads) =>
    Promise.resolve({
      ...({ format: 'fullcarry-freqtrade', software: 'apache-arrow' } as const),
      plan: (one: ExportedSeries) => {
        const file = freqtradeFile(one.series);
        return file && { path: file.path, make: () => makeFile(reads, one, file) };
      },
    });
  return exportForTool(database, wish, toolOf, report);
}

async function makeFile(reads: Reads, one: ExportedSeries, file: FreqtradeFile) {
  const rows = await rowsOf(reads, one, file);
  // Arrow is a tenth of a second: for whoever exports, and not for each start of the command line.
  const { feather } = await import('./feather.js');
  return { rows: rows.length, bytes: feather(rows) };
}

/** A rate is the opening of a row of its own hour, as freqtrade keeps it. */
async function rowsOf(
  reads: Reads,
  { series, issued }: ExportedSeries,
  file: FreqtradeFile,
): Promise<Candle[]> {
  const { key, id } = series;
  const rows: Candle[] = [];
  for (const page of rowPieces(series, issued.certificate.window)) {
    if (hasCandles(key)) {
      const candles = await storedCandles(reads, id, page);
      const isOther = key.timeframe !== file.timeframe;
      rows.push(...(isOther ? hourly(candles, timeframeMs(key.timeframe)) : candles));
      continue;
    }
    for (const { settledAtMs, rate } of await storedSettlements(reads, id, page)) {
      rows.push({
        openAtMs: settledAtMs,
        open: Number(rate),
        high: 0,
        low: 0,
        close: 0,
        volume: 0,
      });
    }
  }
  return rows;
}
