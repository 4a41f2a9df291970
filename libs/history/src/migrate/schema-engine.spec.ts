import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MigratingPg } from '../database/postgresql/migrating-pg.js';
import { withSchemaEngine, type MigrationList } from './schema-engine.js';

function migrationsOf(provider: string, scripts: Record<string, string>): MigrationList {
  return {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"` },
    shadowDbInitScript: '',
    migrationDirectories: Object.entries(scripts).map(([path, value]) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } },
    })),
  };
}

describe.each(DATABASES)('the schema engine (%s)', (kind) => {
  let empty: EmptyDatabase;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
  });

  afterEach(async () => {
    await empty.remove();
  });

  function adapter(): PrismaBetterSqlite3 | MigratingPg {
    return kind === 'sqlite'
      ? new PrismaBetterSqlite3({ url: empty.url })
      : new MigratingPg(empty.url);
  }

  function apply(scripts: Record<string, string>): Promise<{ appliedMigrationNames: string[] }> {
    const filters = { externalTables: [], externalEnums: [] };
    const migrationsList = migrationsOf(kind, scripts);
    return withSchemaEngine(adapter(), (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    );
  }

  it('leaves nothing of migrations of which one fails half-way, so that they can be tried again', async () => {
    const first = 'CREATE TABLE one (id INTEGER);';
    const broken = 'CREATE TABLE two (id INTEGER); CREATE TABLE one (id INTEGER);';
    await expect(apply({ '1_first': first, '2_second': broken })).rejects.toThrow();

    const { appliedMigrationNames } = await apply({
      '1_first': first,
      '2_second': 'CREATE TABLE two (id INTEGER);',
    });
    expect(appliedMigrationNames).toEqual(['1_first', '2_second']);
  });

  it('takes a trigger with several statements for one', async () => {
    const trigger =
      kind === 'sqlite'
        ? 'CREATE TRIGGER t AFTER INSERT ON one BEGIN DELETE FROM one; DELETE FROM two; END;'
        : `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM two; RETURN NULL; END $$;
           CREATE TRIGGER t AFTER INSERT ON one FOR EACH STATEMENT EXECUTE FUNCTION f();`;
    const tables = 'CREATE TABLE one (id INTEGER); CREATE TABLE two (id INTEGER);';
    const { appliedMigrationNames } = await apply({ '1_first': `${tables} ${trigger}` });
    expect(appliedMigrationNames).toEqual(['1_first']);
  });

  it('applies what is new, once', async () => {
    const one = { '1_first': 'CREATE TABLE one (id INTEGER);' };
    const both = { ...one, '2_second': 'ALTER TABLE one ADD COLUMN more INTEGER;' };
    expect((await apply(one)).appliedMigrationNames).toEqual(['1_first']);
    expect((await apply(both)).appliedMigrationNames).toEqual(['2_second']);
    expect((await apply(both)).appliedMigrationNames).toEqual([]);
  });
});
