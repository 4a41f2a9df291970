// npm test: the same set-up as npm start, then every test. Arguments go to jest.
import { spawn } from 'node:child_process';
import { ensureChromium, ensureNatsServer, ensurePostgres } from './set-up/ensure-servers.mjs';
import { root, setUp } from './set-up/set-up.mjs';

await setUp();
await ensureNatsServer();
await ensurePostgres();
await ensureChromium();
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
jest.on('close', (code) => process.exit(code ?? 1));
