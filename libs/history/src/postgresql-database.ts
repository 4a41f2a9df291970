import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './database.js';
import { PrismaClient } from './generated/postgresql/client.js';
import { migrate } from './migrate.js';
import { prismaStatements } from './prisma-statements.js';

/** Many pages may wait for their turn to be stored. */
const TRANSACTION = { maxWait: 60_000, timeout: 60_000 };

/** A PostgreSQL database through Prisma's client, its tables up to date; at the most `max` connections. */
export async function openPostgresqlDatabase(url: string, max: number): Promise<Database> {
  // One connection, so that every statement of the schema engine is in its transaction.
  const single = new PrismaPg({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  await migrate({ dialect: 'postgresql', adapter: single, url });
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max }) });
  return {
    ...prismaStatements(client),
    transaction: (work) => client.$transaction((tx) => work(prismaStatements(tx)), TRANSACTION),
    close: () => client.$disconnect(),
  };
}
