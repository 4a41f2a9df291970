import Sqlite from 'better-sqlite3';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseUnusableError, unusable } from '../database/database-unusable-error.js';

/** How long it waits for another process that holds the database. */
const BUSY_MS = 10_000;

/**
 * Copies a SQLite database as it stands at one moment, while others read and write it. The copy is checked
 * before it gets its name: what is there under that name is whole.
 *
 * Errors: DatabaseUnusableError when `from` is no database, `to` is there already, or the copy is not sound.
 */
export function backUpSqlite(from: string, to: string): void {
  if (existsSync(to)) {
    throw new DatabaseUnusableError(`${to} is there already, and a back-up overwrites nothing`);
  }
  const part = `${to}.part`;
  rmSync(part, { force: true });
  try {
    copy(from, part);
    refuseUnsound(part);
    renameSync(part, to);
  } catch (error) {
    rmSync(part, { force: true });
    throw unusable(`${from}, backed up to ${to}`, error) ?? error;
  }
}

function copy(from: string, to: string): void {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  try {
    // One read transaction: writers go on meanwhile, and the copy has none of what they write after it began.
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
}

function refuseUnsound(path: string): void {
  const copied = new Sqlite(path, { readonly: true });
  try {
    const verdict = copied.pragma('integrity_check', { simple: true });
    if (verdict !== 'ok') {
      throw new DatabaseUnusableError(`The copy is not sound (${String(verdict)}); it was removed`);
    }
  } finally {
    copied.close();
  }
}
