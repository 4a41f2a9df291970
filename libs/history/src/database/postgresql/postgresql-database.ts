import { Pool, type PoolClient } from 'pg';
import type { Database } from '../database.js';
import { wholeMessage } from '../database-unusable-error.js';
import { migrate } from '../../migrate/migrate.js';
import { MigratingPg } from './migrating-pg.js';
import {
  postgresqlStatements,
  RowsAreThereError,
  statementsInTransaction,
} from './postgresql-statements.js';
import { sqlState } from './sql-state.js';

/** Many pages may wait for their turn to be stored, or for a row that another transaction holds. */
const LONGEST_WAIT_MS = 60_000;

/**
 * A process that is frozen in the middle of a transaction, or whose machine is gone, holds the rows that others
 * wait for no longer than this: the server ends its transaction then.
 */
const LONGEST_PAUSE_MS = 10_000;

/** Of the transaction and not of the session: PgBouncer hands sessions around, and refuses such settings at the start. */
const BEGIN = [
  'BEGIN',
  `SET LOCAL idle_in_transaction_session_timeout = ${LONGEST_PAUSE_MS}`,
  `SET LOCAL lock_timeout = ${LONGEST_WAIT_MS}`,
].join('; ');

/** How that is reported to the process when it goes on. Nothing of the transaction was kept. */
const ENDED_IN_A_PAUSE = /25P03|is not queryable/;

/** Two waited for each other, and this one was chosen to begin again: deadlock_detected, serialization_failure. */
const CHOSEN_TO_YIELD: readonly (string | undefined)[] = ['40P01', '40001'];

const MOST_TRIES = 4;

/**
 * A PostgreSQL database through its own driver, its tables up to date; at the most `max` connections. Prisma's
 * client costs more than the journey to the server (docs/adr/0003-one-sql-for-two-databases.md).
 */
export async function openPostgresqlDatabase(url: string, max: number): Promise<Database> {
  await migrate({ dialect: 'postgresql', adapter: new MigratingPg(url), url });
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: LONGEST_WAIT_MS,
    keepAlive: true,
  });
  // A connection that ends while nobody uses it: the pool makes another, and who needs it gets an error if it can't.
  pool.on('error', () => undefined);
  const transaction: Database['transaction'] = async (work) => {
    let areThere = false;
    for (let tries = 1; ; tries += 1) {
      try {
        return await inTransaction(pool, (client) =>
          work(statementsInTransaction(client, areThere)),
        );
      } catch (error) {
        if (tries === MOST_TRIES || !wasUndone(error)) throw error;
        areThere ||= error instanceof RowsAreThereError;
      }
    }
  };
  return {
    ...postgresqlStatements((work) => lent(pool, work)),
    insertNew: (into, rows) => transaction((tx) => tx.insertNew(into, rows)),
    transaction,
    // Its writers wait for rows, and not for each other.
    inTurn: (work) => work(),
    snapshot: (work) =>
      lent(pool, async (client, discard) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        try {
          // A copy of years of candles waits for the other database between its pages.
          await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
          // The first query is the moment that is read.
          await client.query('SELECT count(*) FROM market');
          return await work(statementsInTransaction(client, false));
        } finally {
          await client.query('ROLLBACK').catch(discard);
        }
      }),
    close: () => pool.end(),
  };
}

/** Whether it is certain that nothing of the transaction was kept, and worth while to do it again. */
function wasUndone(error: unknown): boolean {
  return (
    error instanceof RowsAreThereError ||
    CHOSEN_TO_YIELD.includes(sqlState(error)) ||
    ENDED_IN_A_PAUSE.test(wholeMessage(error))
  );
}

function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return lent(pool, async (client, discard) => {
    await client.query(BEGIN);
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // The server undoes it in any case, at the latest when the connection ends.
      await client.query('ROLLBACK').catch(discard);
      throw error;
    }
  });
}

/** Lends a connection of the pool; one that broke or is discarded does not go back into it. */
async function lent<Result>(
  pool: Pool,
  work: (client: PoolClient, discard: () => void) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  const state = { isBroken: false };
  const discard = () => {
    state.isBroken = true;
  };
  // Called for a connection that ends between two statements; the next statement fails.
  client.on('error', discard);
  try {
    return await work(client, discard);
  } finally {
    // For a broken one it is called more than once, also after it is gone.
    if (!state.isBroken) client.off('error', discard);
    client.release(state.isBroken);
  }
}
