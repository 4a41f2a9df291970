// Generates both database clients. The engine that prisma would download is not needed for that: any
// program that exists satisfies it, as long as it fails when it is called after all.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
for (const dialect of ['sqlite', 'postgresql']) {
  execFileSync(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PRISMA_DIALECT: dialect, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false' },
  });
}
