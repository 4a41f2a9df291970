// npm run fullcarry -- …: the command line. Standard output belongs to the command alone.
import { setUp } from './set-up/set-up.mjs';

await setUp(process.stderr);
await import('../apps/cli/bundle/main.js');
