// Runs seeded drills one after the other, and says what was done, what was expected, and what happened.
import { askedOptions } from '../set-up/asked-options.mjs';
import { runDrill, undisturbed } from './run-drill.mjs';
import { TRIALS } from './trials.mjs';

const HELP = `Breaks the stack on purpose and checks whether the history is the same in the end.

  npm run drill                          one drill, with a seed of its own
  npm run drill -- --seed 42             the same faults in the same order
  npm run drill -- --seed 1 --runs 200   seeds 1 to 200
  npm run drill -- --minutes 30          as many as fit

  --trials <n>      how many faults a drill has (default 4)
  --only <names>    only these faults, with commas between
  --services <all|fetchers>  with orchestrator and gateway, or without (default all)
  --keep            keep the logs of every run, not only of those that failed

Faults: ${TRIALS.map(({ name }) => name).join(', ')}

Exit 1 when the certificate differs from an undisturbed run's, the exchange's limit was broken, a service ended
that nobody ended, or a log holds what it must not.`;

const values = askedOptions('npm run drill', HELP, {
  seed: { type: 'number' },
  runs: { type: 'number' },
  minutes: { type: 'number' },
  trials: { type: 'number', default: 4 },
  only: { type: 'string' },
  services: { type: 'string', default: 'all' },
  keep: { type: 'boolean', default: false },
});

const first = values.seed ?? Math.floor(Math.random() * 1_000_000);
const untilMs = performance.now() + (values.minutes ?? Infinity) * 60_000;
const runs = values.runs ?? (values.minutes === undefined ? 1 : Infinity);
const only = values.only?.split(',');
const options = {
  trials: values.trials,
  choice: TRIALS.filter(({ name }) => only === undefined || only.includes(name)),
  services: values.services,
  keep: values.keep,
};
if (options.choice.length === 0) {
  console.error(`There is no such fault; there are: ${TRIALS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const expected = await undisturbed(options);
console.log(`The certificate of an undisturbed run: ${expected}`);
const failed = [];
let done = 0;
for (let seed = first; done < runs && performance.now() < untilMs; seed += 1) {
  const { rows, faults, seconds, folder } = await runDrill(seed, expected, options);
  done += 1;
  printTable(rows);
  if (faults.length === 0) console.log(`Seed ${seed}: passed in ${seconds} s\n`);
  else {
    failed.push(seed);
    console.log(`Seed ${seed}: FAILED after ${seconds} s; the logs are in ${folder}`);
    for (const fault of faults) console.log(`  ${fault}`);
    console.log('');
  }
}
console.log(
  `${done - failed.length} of ${done} drills passed${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
);
process.exit(failed.length > 0 ? 1 : 0);

function printTable(rows) {
  const table = [['done', 'expected', 'happened'], ...rows];
  const widths = [0, 1].map((i) => Math.max(...table.map((row) => row[i].length)));
  for (const [what, wanted, happened] of table) {
    console.log(`  ${what.padEnd(widths[0])}  ${wanted.padEnd(widths[1])}  ${happened}`);
  }
}
