import type { TableColumn } from './table-column.js';

export type CsvCell = string | number | boolean | null;

/** A table as text: a heading, a line a row. What holds a comma, a quote or a line break is put in quotes. */
export function csvTable(
  columns: readonly string[],
  rows: readonly (readonly CsvCell[])[],
): string {
  const lines = rows.map((row) => row.map(cellText).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

/** The same of columns, as many values in each; times are UTC epoch ms. */
export function csvOfColumns(columns: readonly TableColumn[]): string {
  const [first] = columns;
  const rows = (first?.values ?? []).map((_, i) =>
    columns.map(({ kind, values }) => {
      const value = values[i];
      return kind === 'time' && typeof value === 'number' ? csvTime(value) : (value ?? null);
    }),
  );
  return csvTable(
    columns.map(({ name }) => name),
    rows,
  );
}

/** `2026-02-11 00:00:00`, UTC: what spreadsheets take for a time. */
export function csvTime(atMs: number | null | undefined): string | null {
  if (atMs === null || atMs === undefined) return null;
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

function cellText(cell: CsvCell): string {
  const text = String(cell ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
