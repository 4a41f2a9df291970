import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { MIGRATIONS } from '../generated/migrations.js';
import { MigratingPg } from '../database/postgresql/migrating-pg.js';
import { withSchemaEngine } from './schema-engine.js';

/** Makes an empty database what it was before the migration of that name, and fills it with the statements. For specs. */
export async function makeDatabaseBefore(
  migration: string,
  url: string,
  statements: string,
): Promise<void> {
  const isFile = url.startsWith('file:');
  const provider = isFile ? 'sqlite' : 'postgresql';
  const all = MIGRATIONS[provider];
  const first = all.findIndex(({ name }) => name.endsWith(`_${migration}`));
  if (first === -1) throw new RangeError(`There is no migration ${migration}`);
  await withSchemaEngine(
    isFile ? new PrismaBetterSqlite3({ url }) : new MigratingPg(url),
    (engine) =>
      engine.applyMigrations({
        filters: { externalTables: [], externalEnums: [] },
        migrationsList: {
          baseDir: '/migrations',
          lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"` },
          shadowDbInitScript: '',
          migrationDirectories: all.slice(0, first).map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
          })),
        },
      }),
  );
  if (isFile) {
    const file = new Sqlite(url.slice('file:'.length));
    file.exec(statements);
    file.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}
