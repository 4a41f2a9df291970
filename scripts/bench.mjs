// npm run bench: the set-up that npm start has, then bench/run.mjs with the same arguments.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureNatsServer } from './set-up/ensure-servers.mjs';
import { root, setUp } from './set-up/set-up.mjs';

await setUp();
await ensureNatsServer();
const { status } = spawnSync(
  process.execPath,
  [join(root, 'bench/run.mjs'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
