// npm start: from a fresh clone to a running stack. `npm start -- --help` lists the options.
import { ensureNatsServer } from './set-up/ensure-servers.mjs';
import { setUp } from './set-up/set-up.mjs';

await setUp();
await ensureNatsServer();
process.argv.splice(2, 0, 'up');
await import('../apps/cli/bundle/main.js');
