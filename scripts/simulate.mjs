// npm run simulate: plays drawn months of a simulated exchange to the fetcher's own parts. Arguments go to it.
import { spawn } from 'node:child_process';
import { root, setUp } from './set-up/set-up.mjs';

await setUp(process.stderr);
const simulation = spawn(
  process.execPath,
  ['apps/fetcher/dist/simulation/driver/simulate-main.js', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
simulation.on('close', (code) => process.exit(code ?? 1));
