import { openDatabase } from '@fullcarry/history/database/open-database';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawTimeLine } from '../draw/draw-time-line.js';
import { shortenTimeLine } from '../time-line/shorten-time-line.js';
import { printTimeLine } from '../time-line/time-line.js';
import { isError, playTimeLine } from './play-time-line.js';
import type { Finding } from './referee.js';

const HELP = `npm run simulate -- [--seeds 1000] [--from 1] [--days 20] [--whole]

Plays that many drawn months of a simulated exchange to the parts of the real fetcher, and checks after every
pass that nothing is called proven which is not true. A seed that fails prints its time-line, as short as it
can be made; with --whole as it is. Exit code 1 when one failed.
`;

const values = askedFor();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const [seeds, from, days] = [Number(values.seeds), Number(values.from), Number(values.days)];
if (![seeds, from, days].every((number) => Number.isInteger(number) && number > 0)) {
  refuse('--seeds, --from and --days are whole numbers above 0');
}

const folder = mkdtempSync(join(tmpdir(), 'fullcarry-'));
const template = join(folder, 'template.db');
await (await openDatabase(`file:${template}`)).close();
const ground = { template, folder };
const startedMs = performance.now();
let failed = 0;
for (let seed = from; seed < from + seeds; seed += 1) {
  const timeLine = drawTimeLine(seed, { days });
  const findings = await playTimeLine(timeLine, ground);
  if (findings.length > 0) {
    failed += 1;
    const shorter = values.whole
      ? timeLine
      : await shortenTimeLine(timeLine, async (one) =>
          isAlike(findings, await playTimeLine(one, ground)),
        );
    const found = await playTimeLine(shorter, ground);
    process.stdout.write(`\nFAILED\n${printTimeLine(shorter)}\n${found.join('\n')}\n`);
  }
  const done = seed - from + 1;
  if (done % 5 === 0 || done === seeds) {
    const perSeedMs = (performance.now() - startedMs) / done;
    const leftS = Math.round(((seeds - done) * perSeedMs) / 1000);
    process.stdout.write(
      `${done} of ${seeds} seeds, ${failed} failed, ${Math.round(perSeedMs)} ms each, about ${leftS} s left\n`,
    );
  }
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${seeds - failed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);

/** An event of a listing that was taken out ends in an error, and is no shorter way to what was found. */
function isAlike(first: readonly Finding[], found: readonly Finding[]): boolean {
  return found.length > 0 && first.some(isError) === found.some(isError);
}

function askedFor() {
  try {
    return parseArgs({
      options: {
        seeds: { type: 'string', default: '1000' },
        from: { type: 'string', default: '1' },
        days: { type: 'string', default: '20' },
        help: { type: 'boolean', default: false },
        whole: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n\n${HELP}`);
  process.exit(2);
}
