import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Response } from 'express';

type Cell = string | number | boolean | null;

/** A table as a file: a heading, a line a row. What holds a comma, a quote or a line break is put in quotes. */
export function csv(
  response: Response,
  fileName: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  response.type('text/csv');
  response.attachment(fileName);
  const lines = rows.map((row) => row.map(cellText).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

/** `2026-02-11 00:00:00`, UTC: what spreadsheets take for a time. */
export function csvTime(atMs: number | null | undefined): string | null {
  if (atMs === null || atMs === undefined) return null;
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** What is in it, whether it is recorded data, and of which UTC days: `bybit-BTCUSDT-1h-replay-2026-02-11-to-2026-02-18.csv`. */
export function csvName(
  parts: readonly string[],
  source: string,
  { fromMs, toMs }: TimeWindow,
): string {
  const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  const kind = source.startsWith('replay') ? ['replay'] : [];
  return `${[...parts, ...kind, day(fromMs)].join('-')}-to-${day(toMs - 1)}.csv`;
}

function cellText(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
