import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { postgresql, sqlite, type Database, type Dialect } from './database.js';
import { DatabaseUnusableError, unusable } from './database-unusable-error.js';
import { PrismaClient as PostgresqlClient } from './generated/postgresql/client.js';
import { PrismaClient as SqliteClient } from './generated/sqlite/client.js';
import { migrate } from './migrate.js';
import { statements, type RawClient } from './prisma-statements.js';
import { unlessBusy } from './unless-busy.js';

/**
 * How long a writer waits for another process that writes to the same SQLite file before it lets others of
 * its own work go on and tries again: the driver waits on the spot, and nothing else runs meanwhile.
 */
const BUSY_MS = 200;
const MIGRATION_BUSY_MS = 10_000;

/** Connections to PostgreSQL of one process, so that a dozen of them fit into its usual hundred. */
const POOL_SIZE = 5;

/** Many pages may wait for their turn to be stored. */
const TRANSACTION = { maxWait: 60_000, timeout: 60_000 };

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
    if (/^postgres(ql)?:\/\//.test(url)) return await openPostgresql(url, where, poolSize);
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
  const patient = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: MIGRATION_BUSY_MS });
  await migrate({ dialect: 'sqlite', adapter: patient, path });
  const adapter = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: BUSY_MS });
  // What is read beside a transaction must not see into it: the connection that writes only writes.
  const writer = new SqliteClient({ adapter });
  const reader = new SqliteClient({ adapter });
  // Readers never wait for the writer. NORMAL keeps the file whole through a crash of the process; what a
  // power failure may take are the last transactions, rows and coverage together, which are fetched again.
  await unlessBusy(() => writer.$queryRawUnsafe('PRAGMA journal_mode = WAL'));
  await writer.$queryRawUnsafe('PRAGMA synchronous = NORMAL');
  return databaseOf({ writer, reader }, sqlite, where);
}

async function openPostgresql(url: string, where: string, max: number): Promise<Database> {
  // One connection, so that every statement of the schema engine is in its transaction.
  const single = new PrismaPg({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  await migrate({ dialect: 'postgresql', adapter: single, url });
  const adapter = new PrismaPg({ connectionString: url, max });
  const client = new PostgresqlClient({ adapter });
  return databaseOf({ writer: client, reader: client }, postgresql, where);
}

interface Client extends RawClient {
  $transaction<Result>(
    work: (client: RawClient) => Promise<Result>,
    options: typeof TRANSACTION,
  ): Promise<Result>;
  $disconnect(): Promise<void>;
}

function databaseOf(
  { writer, reader }: { writer: Client; reader: Client },
  dialect: Dialect,
  where: string,
): Database {
  const translated = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw unusable(where, error) ?? error;
    }
  };
  const read = statements(reader, dialect);
  const transaction: Database['transaction'] = (work) =>
    translated(() =>
      unlessBusy(() => writer.$transaction((tx) => work(statements(tx, dialect)), TRANSACTION)),
    );
  return {
    dialect,
    transaction,
    execute: (sql, ...parameters) => transaction((tx) => tx.execute(sql, ...parameters)),
    json: (schema, sql, ...parameters) =>
      translated(() => unlessBusy(() => read.json(schema, sql, ...parameters))),
    close: async () => {
      await writer.$disconnect();
      if (reader !== writer) await reader.$disconnect();
    },
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
