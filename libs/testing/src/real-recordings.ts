import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A folder with recordings of several exchanges, which are no part of the project: the variable says where it is. */
export const RECORDINGS = process.env['RECORDINGS'] ?? '';

export const HAS_RECORDINGS = RECORDINGS !== '' && existsSync(join(RECORDINGS, 'legs'));

/** What a spec says of itself that needs them. */
export const WITHOUT_RECORDINGS = 'skipped: RECORDINGS names no folder that has legs/';

/**
 * The rows of a market's files of one kind, as text by the names of their columns, whatever their folders are called
 * behind the kind: those below `legs`, or, where it has none, those beside it.
 *
 * `name`: as the replay gives it, `okx ETH-USDT-SWAP`.
 */
export function recordedRows(
  kind: '1h' | 'mark-1h' | 'spot-1h' | 'funding',
  name: string,
): readonly Readonly<Record<string, string>>[] {
  const [venue = '', symbol = ''] = name.split(' ');
  for (const root of ['legs', '']) {
    const parent = join(RECORDINGS, root, venue);
    const files = (existsSync(parent) ? readdirSync(parent).sort() : [])
      .filter((folder) => folder === kind || folder.startsWith(`${kind}-`))
      .map((folder) => join(parent, folder, `${symbol}.csv.gz`))
      .filter((file) => existsSync(file));
    if (files.length > 0) return files.flatMap(rowsOf);
  }
  return [];
}

/** The rows of one file, as text by the names of their columns. */
export function rowsOf(file: string): Readonly<Record<string, string>>[] {
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  const [header = '', ...lines] = text.trim().split('\n');
  const columns = header.trim().split(',');
  return lines.map((line) => {
    const values = line.trim().split(',');
    return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
  });
}
