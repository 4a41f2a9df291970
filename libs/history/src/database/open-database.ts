import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database } from './database.js';
import { DatabaseUnusableError, unusable } from './database-unusable-error.js';
import { migrate } from '../migrate/migrate.js';
import { openSqliteDatabase } from './sqlite-database.js';

/** How long one try of the migrations waits for another process that writes to the same SQLite file. */
const MIGRATION_BUSY_MS = 1_000;

/** Connections to PostgreSQL of one process, so that a dozen of them fit into its usual hundred. */
const POOL_SIZE = 5;

/**
 * Opens the database that the URL names and brings its tables up to date; several services may do so at once.
 *
 * `url`: `file:<path>` or `postgresql://…`. `poolSize`: the most connections to PostgreSQL.
 * Errors: DatabaseUnusableError.
 */
export async function openDatabase(
  url: string,
  { poolSize = POOL_SIZE }: { readonly poolSize?: number } = {},
): Promise<Database> {
  const where = withoutPassword(url);
  try {
    if (/^file:./.test(url)) return await openSqlite(url, where);
    if (/^postgres(ql)?:\/\//.test(url)) {
      // Its client is loaded only where it is used: 30 MB, and a tenth of a second of each start.
      const { openPostgresqlDatabase } = await import('./postgresql-database.js');
      return withReasons(await openPostgresqlDatabase(url, poolSize), where);
    }
    throw new DatabaseUnusableError(
      `The database’s address must be file:<path> or postgresql://…, not “${where}”`,
    );
  } catch (error) {
    throw unusable(where, error) ?? error;
  }
}

async function openSqlite(url: string, where: string): Promise<Database> {
  const path = resolve(url.slice('file:'.length));
  makeFolder(dirname(path));
  const adapter = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: MIGRATION_BUSY_MS });
  await migrate({ dialect: 'sqlite', adapter, path });
  return withReasons(await openSqliteDatabase(path), where);
}

/** The same database, whose errors say in one sentence why it can't be used. */
function withReasons(database: Database, where: string): Database {
  const told = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw unusable(where, error) ?? error;
    }
  };
  return {
    dialect: database.dialect,
    transaction: (work) => told(database.transaction(work)),
    inTurn: (work) => database.inTurn(work),
    snapshot: (work) => told(database.snapshot(work)),
    execute: (sql, ...parameters) => told(database.execute(sql, ...parameters)),
    insertNew: (into, rows) => told(database.insertNew(into, rows)),
    json: (schema, sql, ...parameters) => told(database.json(schema, sql, ...parameters)),
    rows: (select, ...parameters) => told(database.rows(select, ...parameters)),
    close: () => database.close(),
  };
}

/** One level at a time: the recursive mkdir of Node 20 never ends below a folder such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another service may have made it at this moment.
    if (!existsSync(path)) throw error;
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//***@');
}
