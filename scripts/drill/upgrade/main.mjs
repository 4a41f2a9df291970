// A rolling upgrade with real processes: what is done, what is expected, and what happened.
import { askedOptions } from '../../set-up/asked-options.mjs';
import { undisturbed } from '../run-drill.mjs';
import { drillUpgrade } from './drill-upgrade.mjs';

const HELP = `Runs an older version and this one side by side while the schema changes.

  npm run drill-upgrade -- --old /tmp/fullcarry-old

  --old <folder>     a clone of the older version, set up (git clone, git checkout, npm run setup)
  --database <url>   an empty PostgreSQL; SQLite where it is not given
  --keep             keep the logs

Exit 1 when a process of either version ended, did not go on, or the certificate is not that of one version alone.`;

const values = askedOptions('npm run drill-upgrade', HELP, {
  old: { type: 'string' },
  database: { type: 'string' },
  keep: { type: 'boolean', default: false },
});
if (values.old === undefined) {
  console.error(HELP);
  process.exit(2);
}

const expected = await undisturbed({});
console.log(`The certificate of this version alone: ${expected}`);
const { steps, folder } = await drillUpgrade(values, expected);
for (const { what, isWell, detail } of steps) {
  console.log(`  ${isWell ? 'as expected' : 'NOT SO    '}  ${what}${detail ? `: ${detail}` : ''}`);
}
const isWell = steps.every((step) => step.isWell);
console.log(isWell ? 'The upgrade went as it should.' : `FAILED; the logs are in ${folder}`);
process.exit(isWell ? 0 : 1);
