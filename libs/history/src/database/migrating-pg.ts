import { PrismaPg } from '@prisma/adapter-pg';

/** The schema engine's own lock, of a session. Whoever migrates holds ours, and behind PgBouncer this one would stay for ever. */
const ENGINE_LOCK = /^SELECT pg_advisory_lock\(\d+\)$/;

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
      if (!ENGINE_LOCK.test(script.trim())) await pool.query(script);
    };
    return connection;
  }
}
