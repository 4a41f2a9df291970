// The migrations travel in the code, so that whoever has the library has them: an image, a package, a clone.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
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
const generated = join(root, 'libs/history/src/generated');
rmSync(generated, { recursive: true, force: true });
mkdirSync(generated);
writeFileSync(
  join(generated, 'migrations.ts'),
  `export const MIGRATIONS = ${JSON.stringify(migrations, null, 2)};\n`,
);
