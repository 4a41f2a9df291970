import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { sqlite, type Database, type Reads } from '../database.js';
import { sqliteStatements } from './sqlite-statements.js';
import { unlessBusy } from '../unless-busy.js';

const sqliteError = z.object({ code: z.string().startsWith('SQLITE_'), message: z.string() });

/**
 * How long a writer waits for another process that writes to the same file before it lets others of its own
 * work go on and tries again: the driver waits on the spot, and nothing else runs meanwhile.
 */
const BUSY_MS = 200;

/**
 * What the journal (`-wal`) keeps of its size once its pages are in the file. Beside a long read, such as a copy, it
 * holds all that is written meanwhile; without this it would stay as large for ever. SQLite itself moves the pages at
 * each commit that finds 4 MB of them, begins the journal anew when no read needs it, and cuts it then.
 */
export const WAL_KEPT_BYTES = 16 * 1024 * 1024;

/**
 * A SQLite file through its own driver: Prisma's client costs several times what the statements do
 * (docs/adr/0003-one-sql-for-two-databases.md, docs/PERFORMANCE.md).
 *
 * One connection writes and another reads: what is read beside a transaction must not see into it.
 */
export async function openSqliteDatabase(path: string): Promise<Database> {
  const writer = await connect(path);
  const reader = await connect(path);
  const read = sqliteStatements(reader);
  const write = sqliteStatements(writer);
  let turn: Promise<unknown> = Promise.resolve();
  const snapshots = new Set<Promise<void>>();
  const inTurn: Database['inTurn'] = (work) => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const transaction: Database['transaction'] = (work) => {
    const mine = inTurn(async () => {
      // It will write: SQLite waits for another process's lock here, and nowhere later.
      await unlessBusy(async () => writer.exec('BEGIN IMMEDIATE'));
      try {
        const result = await work(write);
        writer.exec('COMMIT');
        return result;
      } finally {
        if (writer.inTransaction) writer.exec('ROLLBACK');
      }
    });
    return withCode(mine);
  };
  return {
    dialect: sqlite,
    transaction,
    inTurn,
    execute: (sql, ...parameters) => transaction((tx) => tx.execute(sql, ...parameters)),
    insertNew: (into, rows) => transaction((tx) => tx.insertNew(into, rows)),
    json: (schema, sql, ...parameters) =>
      withCode(unlessBusy(() => read.json(schema, sql, ...parameters))),
    rows: (select, ...parameters) => withCode(unlessBusy(() => read.rows(select, ...parameters))),
    snapshot: (work) => {
      const mine = snapshotOf(path, work);
      const ended = mine.then(
        () => undefined,
        () => undefined,
      );
      snapshots.add(ended);
      void ended.then(() => snapshots.delete(ended));
      return withCode(mine);
    },
    close: async () => {
      await turn;
      await Promise.all(snapshots);
      reader.close();
      writer.close();
    },
  };
}

async function connect(path: string): Promise<Sqlite.Database> {
  const connection = new Sqlite(path, { timeout: BUSY_MS });
  // Readers never wait for the writer. NORMAL keeps the file whole through a crash of the process; what a
  // power failure may take are the last transactions, rows and coverage together, which are fetched again.
  await unlessBusy(async () => connection.pragma('journal_mode = WAL'));
  connection.pragma('synchronous = NORMAL');
  connection.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
  return connection;
}

/** A read transaction on a connection of its own: what is read beside it must not end it. */
async function snapshotOf<Result>(
  path: string,
  work: (reads: Reads) => Promise<Result>,
): Promise<Result> {
  const connection = new Sqlite(path, { timeout: BUSY_MS, readonly: true });
  try {
    connection.exec('BEGIN');
    // The first query is the moment that is read.
    await unlessBusy(async () => connection.prepare('SELECT count(*) FROM market').get());
    return await work(sqliteStatements(connection));
  } finally {
    connection.close();
  }
}

/** The driver's own error carries its code beside its message, and is not everywhere an Error. */
async function withCode<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { success, data } = sqliteError.safeParse(error);
    throw success ? new Error(`${data.code}: ${data.message}`, { cause: error }) : error;
  }
}
