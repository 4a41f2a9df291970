// npm run drill: starts the stack on the replay exchange and breaks it on purpose. `-- --help` lists the options.
import { ensureNatsServer } from './set-up/ensure-servers.mjs';
import { setUp } from './set-up/set-up.mjs';

await setUp();
await ensureNatsServer();
await import('./drill/main.mjs');
