import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A folder with recordings of others, which are no part of the project: the variable says where it is. */
export const FOLDER = process.env['RECORDINGS'] ?? '';

export const HAS_RECORDINGS = FOLDER !== '' && existsSync(join(FOLDER, 'legs'));

export const SKIPPED = 'RECORDINGS names no folder that has legs/';

export type CsvRow = Readonly<Record<string, string>>;

/**
 * The rows of a market's files of one kind, whatever their folders are called behind the kind: those below `legs`, or, where
 * it has none, those beside it.
 */
export function recordedRows(venue: string, kind: string, symbol: string): CsvRow[] {
  for (const root of ['legs', '']) {
    const parent = join(FOLDER, root, venue);
    const folders = existsSync(parent) ? readdirSync(parent).sort() : [];
    const files = folders
      .filter((folder) => folder === kind || folder.startsWith(`${kind}-`))
      .map((folder) => join(parent, folder, `${symbol}.csv.gz`))
      .filter((file) => existsSync(file));
    if (files.length > 0) return files.flatMap(csvRows);
  }
  return [];
}

export function csvRows(file: string): CsvRow[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n');
  const columns = header.trim().split(',');
  return lines.map((line) => {
    const values = line.trim().split(',');
    return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
  });
}

/** The same number without what a decimal needs not: 0.0001 for 0.00010000. */
export function number(text: string): string {
  const short = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return short === '-0' ? '0' : short;
}
