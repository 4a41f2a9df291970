// Drafts the SQL of a new migration for both databases: what leads from the models of the last commit to
// those in the working tree. Usage: node libs/history/draft-migration.mjs <name>
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../testing/dist/start-postgres.js';
import { withSchemaEngine } from './dist/migrate/schema-engine.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [name] = process.argv.slice(2);
if (!name) {
  console.error('Usage: node libs/history/draft-migration.mjs <name>, such as desk_tables');
  process.exit(2);
}

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' });
const committed = git('ls-tree', '-r', '--name-only', 'HEAD', 'prisma/models')
  .split('\n')
  .filter(Boolean);
const present = readdirSync(join(root, 'prisma/models')).map((file) => `prisma/models/${file}`);
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);

async function draft(dialect, adapter) {
  const schema = `prisma/${dialect}/schema.prisma`;
  const read = (path) => ({ path: `/${path}`, content: readFileSync(join(root, path), 'utf8') });
  const shown = (path) => ({ path: `/${path}`, content: git('show', `HEAD:${path}`) });
  const { stdout } = await withSchemaEngine(adapter, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatamodel', files: [shown(schema), ...committed.map(shown)] },
      to: { tag: 'schemaDatamodel', files: [read(schema), ...present.map(read)] },
      shadowDatabaseUrl: null,
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  const folder = join(root, 'prisma', dialect, 'migrations', `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), stdout);
  console.log(join(folder, 'migration.sql'));
}

const postgres = await startPostgres();
try {
  await draft('sqlite', new PrismaBetterSqlite3({ url: ':memory:' }));
  await draft('postgresql', new PrismaPg({ connectionString: postgres.url }));
} finally {
  await postgres.close();
}
process.exit(0);
