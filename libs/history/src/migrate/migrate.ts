import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import Sqlite from 'better-sqlite3';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { DatabaseNewerError } from '../database/database-unusable-error.js';
import { MIGRATIONS } from '../generated/migrations.js';
import { withSchemaEngine, type MigrationList } from './schema-engine.js';
import { bit } from '../database/row-schema.js';
import { unlessBusy } from '../database/unless-busy.js';

/**
 * Any number, the same in every service: who holds it migrates. It belongs to a transaction and not to a session, which
 * PgBouncer would hand to somebody else with the lock still on it.
 */
const ADVISORY_LOCK = 7_302_026;

/** The driver waits on the spot: for longer, whoever holds the lock in this very process could not let it go. */
const BUSY_MS = 200;

const TRY_AGAIN_MS = 200;

type Target =
  | { readonly dialect: 'sqlite'; readonly path: string }
  | { readonly dialect: 'postgresql'; readonly url: string };

/**
 * Applies the migrations that the database lacks. When several services start at once, one does and the
 * others wait; the lock is the database's own, and so ends with the process that holds it.
 *
 * Errors: DatabaseNewerError when the database was made by a newer version; another DatabaseUnusableError when an earlier
 * migration failed.
 */
export async function migrate(
  target: Target & { readonly adapter: SqlMigrationAwareDriverAdapterFactory },
): Promise<void> {
  const guard = await lock(target);
  try {
    const migrationsList = migrationsOf(target.dialect);
    const known = migrationsList.migrationDirectories.map((directory) => directory.path);
    const applied = await unlessBusy(() => guard.applied());
    const newer = applied.map(({ name }) => name).filter((name) => !known.includes(name));
    if (newer.length > 0) {
      throw new DatabaseNewerError(
        `The database was made by a newer version of Fullcarry (it has ${newer.join(', ')}); nothing was changed. Use that version or later`,
      );
    }
    const isUpToDate = known.every((name) =>
      applied.some((one) => one.name === name && one.isWhole),
    );
    if (isUpToDate) return;
    await unlessBusy(() =>
      withSchemaEngine(target.adapter, (engine) =>
        engine.applyMigrations({
          migrationsList,
          filters: { externalTables: [], externalEnums: [] },
        }),
      ),
    );
  } finally {
    await guard.release();
  }
}

/** As the schema engine wants them. They come from `prisma/<dialect>/migrations` (generate.mjs). */
function migrationsOf(dialect: Target['dialect']): MigrationList {
  return {
    baseDir: `prisma/${dialect}/migrations`,
    lockfile: { path: 'migration_lock.toml', content: `provider = "${dialect}"` },
    shadowDbInitScript: '',
    migrationDirectories: MIGRATIONS[dialect].map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

interface Applied {
  readonly name: string;
  readonly isWhole: boolean;
}

/** Held while migrating. */
interface Guard {
  /** The migrations that the database has; one that failed half-way is not whole. */
  applied(): Promise<Applied[]>;
  release(): Promise<void>;
}

function lock(target: Target): Promise<Guard> {
  return target.dialect === 'sqlite' ? lockSqlite(target.path) : lockPostgresql(target.url);
}

const APPLIED =
  'SELECT migration_name AS name, finished_at IS NOT NULL AS whole FROM _prisma_migrations WHERE rolled_back_at IS NULL';
const appliedRows = z.array(
  z
    .object({
      name: z.string(),
      whole: bit,
    })
    .transform(({ name, whole }): Applied => ({ name, isWhole: whole })),
);

/** A transaction on a file beside the database: the engine must be able to lock the database itself. */
async function lockSqlite(path: string): Promise<Guard> {
  const beside = new Sqlite(`${path}.migrating`, { timeout: BUSY_MS });
  await unlessBusy(async () => beside.exec('BEGIN EXCLUSIVE'));
  return {
    applied: async () => {
      const database = new Sqlite(path);
      try {
        const table = database.prepare(
          "SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'",
        );
        if (table.get() === undefined) return [];
        return appliedRows.parse(database.prepare(APPLIED).all());
      } finally {
        database.close();
      }
    },
    release: async () => {
      beside.close();
    },
  };
}

const TAKE_LOCK = 'SELECT pg_try_advisory_xact_lock($1) AS "isTaken"';
const takenRows = z.tuple([z.object({ isTaken: z.boolean() })]);

async function lockPostgresql(url: string): Promise<Guard> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  for (;;) {
    // The server's own setting must not end it while the tables are changed.
    await client.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0');
    const { rows } = await client.query(TAKE_LOCK, [ADVISORY_LOCK]);
    if (takenRows.parse(rows)[0].isTaken) break;
    // Who waits gives its connection back to a pool: whoever migrates needs a second one of it.
    await client.query('ROLLBACK');
    await sleep(TRY_AGAIN_MS);
  }
  return {
    applied: async () => {
      const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
      const [table] = z.array(z.object({ name: z.string().nullable() })).parse(rows);
      if (!table?.name) return [];
      return appliedRows.parse((await client.query(APPLIED)).rows);
    },
    release: () => client.end(),
  };
}
