import { PrismaPg } from '@prisma/adapter-pg';

/** The schema engine's own lock, of a session: PgBouncer would hand that to somebody else with the lock still on it. */
const SESSION_LOCK = 'SELECT pg_advisory_lock(';
const TRANSACTION_LOCK = 'SELECT pg_advisory_xact_lock(';

/**
 * Prisma's adapter for PostgreSQL on one connection, so that every statement of the schema engine is in its
 * transaction. It sends a script as it is: Prisma's own cuts it at each semicolon, those in the body of a function
 * included.
 */
export class MigratingPg extends PrismaPg {
  constructor(url: string) {
    super({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const connection = await super.connect();
    const pool = connection.underlyingDriver();
    connection.executeScript = async (script) => {
      await pool.query(script);
    };
    const executeRaw = connection.executeRaw.bind(connection);
    connection.executeRaw = (query) =>
      executeRaw({ ...query, sql: query.sql.replace(SESSION_LOCK, TRANSACTION_LOCK) });
    return connection;
  }
}
