import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.js';
import { DatabaseNewerError, DatabaseUnusableError, unusable } from './database-unusable-error.js';
import { migrate } from '../migrate/migrate.js';
import { MigratingSqlite } from './migrating-sqlite.js';
import { openSqliteDatabase } from './sqlite/sqlite-database.js';

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
      const { openPostgresqlDatabase } = await import('./postgresql/postgresql-database.js');
      return withReasons(await openPostgresqlDatabase(url, poolSize), where);
    }
    throw new DatabaseUnusableError(
      `The database’s address must be file:<path> or postgresql://…, not “${where}”`,
    );
  } catch (error) {
    throw unusable(where, error) ?? error;
  }
}

/** What a service that opens its database is known by. */
interface ServiceOfDatabase {
  readonly poolSize?: number;
  readonly health: {
    add(name: string, check: () => { readonly up: boolean; readonly detail?: string }): void;
  };
  readonly logger: { warn(about: object, text: string): void };
  readonly stopping: AbortSignal;
}

/** How often a database is checked that a newer version made. */
const CHECK_AGAIN_MS = 2_000;

/**
 * The database of a service. One that a newer version made is waited for, and health says so: in the middle of an upgrade a
 * replica of the version before may start, and would else end and be started again for as long as that takes.
 *
 * Errors: DatabaseUnusableError for whatever a person must mend; AbortError when the service stops.
 */
export async function openServiceDatabase(
  url: string,
  { health, logger, stopping, ...options }: ServiceOfDatabase,
): Promise<Database> {
  let trouble: string | undefined = 'It is not open yet';
  health.add('database', () =>
    trouble === undefined ? { up: true } : { up: false, detail: trouble },
  );
  for (;;) {
    try {
      const database = await openDatabase(url, options);
      trouble = undefined;
      return database;
    } catch (error) {
      if (!(error instanceof DatabaseNewerError)) throw error;
      if (trouble !== error.message) {
        logger.warn({ reason: error.message }, 'Waiting: another version is about to take over');
      }
      trouble = error.message;
    }
    await sleep(CHECK_AGAIN_MS, undefined, { signal: stopping });
  }
}

async function openSqlite(url: string, where: string): Promise<Database> {
  const path = resolve(url.slice('file:'.length));
  makeFolder(dirname(path));
  const adapter = new MigratingSqlite(path, MIGRATION_BUSY_MS);
  await migrate({ dialect: 'sqlite', adapter, path });
  return withReasons(await openSqliteDatabase(path), where);
}

/** The same database, whose errors say in one sentence why it can't be used. */
function withReasons(database: Database, where: string): Database {
  const withReason = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw unusable(where, error) ?? error;
    }
  };
  return {
    dialect: database.dialect,
    transaction: (work) => withReason(database.transaction(work)),
    inTurn: (work) => database.inTurn(work),
    snapshot: (work) => withReason(database.snapshot(work)),
    execute: (sql, ...parameters) => withReason(database.execute(sql, ...parameters)),
    insertNew: (into, rows) => withReason(database.insertNew(into, rows)),
    json: (schema, sql, ...parameters) => withReason(database.json(schema, sql, ...parameters)),
    rows: (select, ...parameters) => withReason(database.rows(select, ...parameters)),
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
