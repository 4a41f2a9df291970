import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../usage-error.js';

/** What `npm start` writes: recorded data and an exchange's own never share a file. */
const USUAL = ['data/replay.db', 'data/fullcarry.db'];

export interface DatabaseChoice {
  readonly url: string;
  /** Set when nobody named the database, for people to know which one was taken. */
  readonly remark: string | undefined;
}

/**
 * Returns the database that was named, or the one in `folder` that was written last.
 *
 * Errors: UsageError when none is named and none is there, or the named file does not exist: a command that
 * reads must not leave an empty database behind.
 */
export function chooseDatabase(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): DatabaseChoice {
  const variable = environment.DATABASE_URL?.trim() ?? '';
  const url = named ?? (variable === '' ? undefined : variable);
  if (url !== undefined) {
    if (url.startsWith('file:')) refuseMissing(resolve(folder, url.slice('file:'.length)));
    return { url, remark: undefined };
  }
  const [last] = USUAL.map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => existsSync(path))
    .sort((a, b) => writtenAtMs(b.path) - writtenAtMs(a.path));
  if (!last) {
    throw new UsageError(
      `No database is named and none is in ${join(folder, 'data')}: run npm start first, or name one with --database or DATABASE_URL`,
    );
  }
  return { url: `file:${last.path}`, remark: `Database: ${last.name}, the one written last here` };
}

/** The write-ahead log is newer than the file while a fetcher runs. */
function writtenAtMs(path: string): number {
  const times = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false }));
  return Math.max(...times.map((stat) => stat?.mtimeMs ?? 0));
}

function refuseMissing(path: string): void {
  if (!existsSync(path)) throw new UsageError(`There is no database at ${path}`);
}
