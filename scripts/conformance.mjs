// npm run conformance -- [exchange]: every rule of completeness and every fault of the replay's list against an
// adapter, or against all of them. Ends with 1 at the first that is broken.
const [exchange] = process.argv.splice(2);
if (exchange !== undefined) process.env.CONFORMANCE = exchange;
process.argv.push('apps/fetcher/test/conformance', '--verbose');
await import('./test.mjs');
