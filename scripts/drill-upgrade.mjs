// npm run drill-upgrade: an older version and this one side by side on one database. `-- --help` lists the options.
import { ensureNatsServer } from './ensure-servers.mjs';
import { setUp } from './set-up.mjs';

await setUp();
await ensureNatsServer();
await import('./drill/upgrade/main.mjs');
