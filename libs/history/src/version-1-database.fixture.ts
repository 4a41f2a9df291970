import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Sqlite from 'better-sqlite3';
import { Client } from 'pg';
import { MIGRATIONS } from './generated/migrations.js';
import { MigratingPg } from './migrating-pg.js';
import { withSchemaEngine } from './schema-engine.js';

/** The migrations that made a database in which coverage was believed and nothing was hashed by the day. */
const OF_VERSION_1 = 2;

/** Makes an empty database what version 1 left, and fills it with the statements. For specs. */
export async function makeVersion1(url: string, statements: string): Promise<void> {
  const isFile = url.startsWith('file:');
  const provider = isFile ? 'sqlite' : 'postgresql';
  await withSchemaEngine(
    isFile ? new PrismaBetterSqlite3({ url }) : new MigratingPg(url),
    (engine) =>
      engine.applyMigrations({
        filters: { externalTables: [], externalEnums: [] },
        migrationsList: {
          baseDir: '/migrations',
          lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"` },
          shadowDbInitScript: '',
          migrationDirectories: MIGRATIONS[provider]
            .slice(0, OF_VERSION_1)
            .map(({ name, sql }) => ({
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
