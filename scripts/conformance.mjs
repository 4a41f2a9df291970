// npm run conformance: every rule and every fault against one adapter, or all. `-- --help` says more.
import { askedOptions } from './set-up/asked-options.mjs';

const HELP = `npm run conformance -- [exchange]

Every rule of completeness and every fault of the replay's list against an adapter (its ccxt id), or against all of them.
Ends with 1 where one is broken.`;

const [exchange] = askedOptions('npm run conformance', HELP, {}, 1).positionals;
if (exchange !== undefined) process.env.CONFORMANCE = exchange;
process.argv.splice(2);
process.argv.push('apps/fetcher/test/conformance', '--verbose');
await import('./test.mjs');
