// npm run drill-upgrade: an older version and this one side by side on one database. `-- --help` lists the options.
import { ensureNatsServer } from './set-up/ensure-servers.mjs';
import { setUp } from './set-up/set-up.mjs';

await setUp();
await ensureNatsServer();
await import('./drill/upgrade/main.mjs');
