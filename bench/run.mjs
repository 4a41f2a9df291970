// npm run bench: prints one table and writes bench/results.json. Figures are for people, never for tests.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { askedOptions } from '../scripts/set-up/asked-options.mjs';
import { archive } from './lines/archive.mjs';
import { minutes, timeToReady, timeToReadyOfTwo, wholeExchange } from './lines/backfill.mjs';
import { backtest } from './lines/backtest.mjs';
import { ccxtPaginate, ccxtSequential } from './lines/ccxt-script.mjs';
import { cycleMany, cycleTwenty } from './lines/cycle.mjs';
import { growth } from './lines/growth.mjs';
import { httpOne, httpTwenty } from './lines/http.mjs';
import { ingest, ingestPostgresql } from './lines/ingest.mjs';
import { live } from './lines/live.mjs';
import { resume } from './lines/resume.mjs';
import { start } from './lines/start.mjs';
import {
  certificates,
  readOne,
  readPostgresql,
  readTwenty,
  storing,
  storingPostgresql,
} from './lines/store.mjs';
import { tail, tailPostgresql } from './lines/tail.mjs';

const LINES = [
  storing,
  storingPostgresql,
  readOne,
  readPostgresql,
  readTwenty,
  certificates,
  backtest,
  httpOne,
  httpTwenty,
  cycleTwenty,
  cycleMany,
  live,
  start,
  timeToReady,
  timeToReadyOfTwo,
  ccxtSequential,
  ccxtPaginate,
  resume,
  ingest,
  ingestPostgresql,
  minutes,
  archive,
  wholeExchange,
  tail,
  tailPostgresql,
  growth,
];
/** Left out of the quick mode: they need minutes even when cut short. */
const SLOW = new Set([
  cycleMany.name,
  httpTwenty.name,
  start.name,
  wholeExchange.name,
  growth.name,
  minutes.name,
  archive.name,
  tail.name,
  tailPostgresql.name,
]);

const HELP = `npm run bench -- [--quick] [--only <line>]…

  --quick         under two minutes on an idle machine: fewer rows, the long lines left out
  --only <line>   this line alone; may be given several times

Each line is a ratio against a reference of the same run; docs/PERFORMANCE.md explains them.

${LINES.map((line) => `  ${line.name.padEnd(16)}${line.title}`).join('\n')}`;

const values = askedOptions('npm run bench', HELP, {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
});

const unknown = values.only?.find((name) => !LINES.some((line) => line.name === name));
if (unknown !== undefined) {
  console.error(
    `There is no line “${unknown}”; there are ${LINES.map((line) => line.name).join(', ')}`,
  );
  process.exit(2);
}

const chosen = LINES.filter((line) =>
  values.only ? values.only.includes(line.name) : !(values.quick && SLOW.has(line.name)),
);
const results = [];
console.log(row('line', 'found', 'reference', 'ratio', 'bar', 'load'));
for (const line of chosen) {
  const load = loadavg()[0];
  const found = await line.run({ quick: values.quick });
  results.push({
    name: line.name,
    title: line.title,
    bar: line.bar,
    reference: line.reference,
    load,
    ...found,
  });
  console.log(
    row(line.name, found.value, found.against, String(found.ratio), line.bar, load.toFixed(1)),
  );
  console.log(`  ${line.title}; against ${line.reference}\n  ${found.note}`);
}

const folder = new URL('.', import.meta.url);
mkdirSync(folder, { recursive: true });
const about = {
  atMs: Date.now(),
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model,
};
writeFileSync(
  new URL('results.json', folder),
  `${JSON.stringify({ ...about, quick: values.quick, results }, null, 2)}\n`,
);
process.exit(0);

function row(line, found, reference, ratio, bar, load) {
  return [
    line.padEnd(15),
    found.padStart(18),
    reference.padStart(18),
    ratio.padStart(7),
    bar.padStart(26),
    load.padStart(6),
  ].join(' ');
}
