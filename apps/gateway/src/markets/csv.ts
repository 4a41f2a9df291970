import type { Response } from 'express';

type Cell = string | number | null;

/** Numbers, decimal text and ISO times: nothing in them needs quotes. */
export function csv(
  response: Response,
  fileName: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  response.type('text/csv');
  response.attachment(fileName);
  const lines = rows.map((row) => row.map((cell) => cell ?? '').join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}
