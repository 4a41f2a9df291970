import { isReplay } from '@fullcarry/contracts/source';
import { csvTable, type CsvCell } from '@fullcarry/platform/files/csv-table';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Response } from 'express';

/** A table as a file. */
export function csv(
  response: Response,
  fileName: string,
  columns: readonly string[],
  rows: readonly (readonly CsvCell[])[],
): string {
  response.type('text/csv');
  response.attachment(fileName);
  return csvTable(columns, rows);
}

/** What is in it, whether it is recorded data, and of which UTC days: `bybit-BTCUSDT-1h-replay-2026-02-11-to-2026-02-18.csv`. */
export function csvName(parts: readonly string[], source: string, window: TimeWindow): string {
  return fileName(parts, source, window, 'csv');
}

/** The same of another kind of file. */
export function fileName(
  parts: readonly string[],
  source: string,
  { fromMs, toMs }: TimeWindow,
  ending: string,
): string {
  const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  const kind = isReplay(source) ? ['replay'] : [];
  return `${[...parts, ...kind, day(fromMs)].join('-')}-to-${day(toMs - 1)}.${ending}`;
}
