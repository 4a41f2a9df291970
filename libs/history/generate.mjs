// Generates PostgreSQL's client; SQLite is spoken to without one (docs/adr/0003-one-sql-for-two-databases.md).
// The engine that prisma would download is not needed for that: any program that exists satisfies it, as long
// as it fails when it is called after all.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
execFileSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_DIALECT: 'postgresql', PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false' },
});

// The migrations travel in the code, so that whoever has the library has them: an image, a package, a clone.
const migrations = Object.fromEntries(
  ['sqlite', 'postgresql'].map((dialect) => {
    const folder = join(root, 'prisma', dialect, 'migrations');
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const read = (name) => readFileSync(join(folder, name, 'migration.sql'), 'utf8');
    return [dialect, names.map((name) => ({ name, sql: read(name) }))];
  }),
);
writeFileSync(
  join(root, 'libs/history/src/generated/migrations.ts'),
  `export const MIGRATIONS = ${JSON.stringify(migrations, null, 2)};\n`,
);
