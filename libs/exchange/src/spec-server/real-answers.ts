import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * A folder with real answers of the exchanges under `answers/<exchange>/` and recorded rows under `legs/`. They
 * are others' recordings and not part of the project; the variable says where they are.
 */
const FOLDER = process.env['RECORDINGS'] ?? '';
const HAS_ANSWERS = FOLDER !== '' && existsSync(join(FOLDER, 'answers'));

/** Of the test runner, which only specs may import. */
export interface SpecFunctions {
  readonly describe: (name: string, specs: () => void) => void;
  readonly it: (name: string, spec: () => void) => void;
}

/** The specs of a reader against real answers; without them one spec that says that they were skipped, and why. */
export function describeReal(
  { describe, it }: SpecFunctions,
  name: string,
  specs: () => void,
): void {
  if (HAS_ANSWERS) describe(name, specs);
  else it(`skipped: ${name}: RECORDINGS names no folder that has answers/`, () => undefined);
}

/** A whole answer, as JSON. */
export function realAnswer(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, 'answers', `${name}.json`), 'utf8'));
}

/** The text of an answer. */
export function realText(name: string): string {
  return readFileSync(join(FOLDER, 'answers', `${name}.json`), 'utf8');
}

/** The rows of a gzip CSV with a header, each by the names of its columns. */
export function realRows(name: string): Readonly<Record<string, string>>[] {
  const text = gunzipSync(readFileSync(join(FOLDER, `${name}.csv.gz`))).toString('utf8');
  const [header = '', ...lines] = text.trim().split('\n');
  const columns = header.trim().split(',');
  return lines.map((line) => {
    const values = line.trim().split(',');
    return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
  });
}
