// npm run drill-cluster: three NATS servers, of which one is killed every 20 seconds. `-- --help` lists the options.
import { ensureNatsServer } from './set-up/ensure-servers.mjs';
import { setUp } from './set-up/set-up.mjs';

await setUp();
await ensureNatsServer();
await import('./drill/cluster/main.mjs');
