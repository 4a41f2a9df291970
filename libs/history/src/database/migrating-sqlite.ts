import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { resolve } from 'node:path';

/** How the schema engine takes the whole file for itself: never to be had while any other process has it open. */
const WHOLE_FILE = /^PRAGMA main\.locking_mode\s*=\s*EXCLUSIVE$/i;

/**
 * Prisma's adapter for SQLite, which migrates a file that others read and write: the services of the version before, in
 * the middle of an upgrade. They wait for the one transaction in which everything is changed; whoever else would migrate
 * waits for the lock beside the file (migrate.ts).
 *
 * `busyMs`: for how long one try waits for another writer.
 */
export class MigratingSqlite extends PrismaBetterSqlite3 {
  constructor(path: string, busyMs: number) {
    super({ url: `file:${resolve(path)}`, timeout: busyMs });
  }

  override async connect(): ReturnType<PrismaBetterSqlite3['connect']> {
    const connection = await super.connect();
    const executeRaw = connection.executeRaw.bind(connection);
    connection.executeRaw = (query) =>
      WHOLE_FILE.test(query.sql.trim()) ? Promise.resolve(0) : executeRaw(query);
    const executeScript = connection.executeScript.bind(connection);
    // A transaction that reads first could not write any more once another process wrote.
    connection.executeScript = (script) =>
      executeScript(script === 'BEGIN' ? 'BEGIN IMMEDIATE' : script);
    return connection;
  }
}
