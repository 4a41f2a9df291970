import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './database.js';
import { wholeStory } from './database-unusable-error.js';
import { PrismaClient } from './generated/postgresql/client.js';
import { migrate } from './migrate.js';
import { MigratingPg } from './migrating-pg.js';
import { prismaStatements } from './prisma-statements.js';

/** Many pages may wait for their turn to be stored. */
const TRANSACTION = { maxWait: 60_000, timeout: 60_000 };

/**
 * A process that is frozen in the middle of a transaction, or whose machine is gone, holds the rows that others
 * wait for no longer than this: the server ends its transaction then.
 */
const LONGEST_PAUSE_MS = 10_000;

/** How that is told to the process when it goes on. Nothing of the transaction was kept. */
const ENDED_IN_A_PAUSE = /25P03|P2028|is not queryable/;

/** A PostgreSQL database through Prisma's client, its tables up to date; at the most `max` connections. */
export async function openPostgresqlDatabase(url: string, max: number): Promise<Database> {
  await migrate({ dialect: 'postgresql', adapter: new MigratingPg(url), url });
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
    close: () => client.$disconnect(),
  };
}
