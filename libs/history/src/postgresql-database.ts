import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './database.js';
import { wholeStory } from './database-unusable-error.js';
import { PrismaClient } from './generated/postgresql/client.js';
import { migrate } from './migrate.js';
import { prismaStatements } from './prisma-statements.js';

/** Many pages may wait for their turn to be stored. */
const TRANSACTION = { maxWait: 60_000, timeout: 60_000 };

/** A copy of years of candles over a slow line takes hours, and waits for the other database between its pages. */
const SNAPSHOT = {
  ...TRANSACTION,
  timeout: 24 * 3_600_000,
  isolationLevel: 'RepeatableRead',
} as const;

/**
 * A process that is frozen in the middle of a transaction, or whose machine is gone, holds the rows that others
 * wait for no longer than this: the server ends its transaction then.
 */
const LONGEST_PAUSE_MS = 10_000;

/** How that is told to the process when it goes on. Nothing of the transaction was kept. */
const ENDED_IN_A_PAUSE = /25P03|P2028|is not queryable/;

/** A PostgreSQL database through Prisma's client, its tables up to date; at the most `max` connections. */
export async function openPostgresqlDatabase(url: string, max: number): Promise<Database> {
  // One connection, so that every statement of the schema engine is in its transaction.
  const single = new PrismaPg({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  await migrate({ dialect: 'postgresql', adapter: single, url });
  const pool = {
    connectionString: url,
    max,
    idle_in_transaction_session_timeout: LONGEST_PAUSE_MS,
  };
  const client = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    ...prismaStatements(client),
    transaction: async (work) => {
      const run = () => client.$transaction((tx) => work(prismaStatements(tx)), TRANSACTION);
      try {
        return await run();
      } catch (error) {
        if (!ENDED_IN_A_PAUSE.test(wholeStory(error))) throw error;
        return run();
      }
    },
    snapshot: (work) =>
      client.$transaction(async (tx) => {
        await tx.$executeRawUnsafe('SET TRANSACTION READ ONLY');
        await tx.$executeRawUnsafe('SET LOCAL idle_in_transaction_session_timeout = 0');
        // The first query is the moment that is read.
        await tx.$executeRawUnsafe('SELECT count(*) FROM market');
        return work(prismaStatements(tx));
      }, SNAPSHOT),
    close: () => client.$disconnect(),
  };
}
