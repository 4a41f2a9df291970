import { drawnSettings } from '@fullcarry/domain/backtest/sweep/settings-search';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { Command, Option } from 'commander';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { withDatabase } from '../../database/with-database.js';
import { countText } from '../../output/count-text.js';
import { note, print } from '../../output/output.js';
import { ProgressNote } from '../../output/progress-note.js';
import { UsageError } from '../../usage-error.js';
import { askedBacktest } from '../asked-backtest.js';
import { addBacktestOptions, askedRun, whole } from '../backtest-options.js';
import { refused } from '../refused.js';
import {
  candidate,
  gridCandidates,
  gridOption,
  isAllowed,
  rangeOption,
  refuseUnknown,
  type Candidate,
} from './candidates.js';
import { doSweep } from './do-sweep.js';
import { addFoldOptions, askedFolds } from './fold-options.js';
import { sweepReport } from './sweep-report.js';
import { SweepThreads } from './sweep-threads.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  grid: z.record(z.string(), z.array(z.number())).default({}),
  range: z
    .record(
      z.string(),
      z.object({
        low: z.number(),
        high: z.number(),
        step: z.union([z.number(), z.undefined()]),
      }),
    )
    .default({}),
  random: z.number().optional(),
  seed: z.number(),
  threads: z.number(),
});
type Flags = z.output<typeof flags>;

/** So many settings are tried at the most: what a machine does in a night. */
const MOST_CANDIDATES = 10_000;

export function sweepCommand(): Command {
  const command = new Command('sweep')
    .description(
      'try many settings on the same rows, and tell what is left of the best out of sample',
    )
    .addOption(gridOption())
    .addOption(rangeOption())
    .option('--random <many>', 'how many settings to draw from the ranges', whole)
    .option('--seed <number>', 'the same draws for the same seed', whole, 1)
    .addOption(
      new Option('--threads <many>', 'runs at once; the result is the same for any')
        .argParser(whole)
        .default(availableParallelism(), 'one per core'),
    )
    .option('--json', 'every trial with its hash and metrics, for programs');
  return addBacktestOptions(addFoldOptions(command))
    .addHelpText('after', HELP)
    .action((options: unknown) => run(options));
}

async function run(options: unknown): Promise<void> {
  const asking = flags.parse(options);
  const { database: named, json, threads: many } = asking;
  if (many < 1 || many > 256) throw new UsageError('--threads is 1 to 256');
  const wish = askedRun(options);
  const candidates = candidatesOf(wish.settings, asking);
  const folds = askedFolds(
    options,
    wish.window,
    candidates.map(({ settings }) => settings),
  );
  const progress = new ProgressNote();
  await refused(json, () =>
    withDatabase(named, async (database) => {
      const beganMs = performance.now();
      const asked = await askedBacktest(database, wish);
      progress.tell(`Reading ${asked.rows.symbols.length} markets`, true);
      const read = await readHistories(database, asked.rows);
      const threads = new SweepThreads(asked, read, many);
      try {
        const sweep = await doSweep(asked, read, candidates, folds, threads, (done, of) =>
          progress.tell(`Played ${done} of ${of} runs`, done % 100 === 0),
        );
        progress.clear();
        const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
        note(`Done in ${seconds} s: ${countText(sweep.tried)} runs on ${countText(many)} threads`);
        const { dataset, assumed } = read;
        const lines = assumed.map(({ name, text }) => `  - ${name}: ${text}`);
        await print(
          json
            ? `${JSON.stringify({ ...sweep, seed: asking.seed, dataset, assumed }, null, 2)}\n`
            : `${sweepReport(sweep)}\nAssumed:\n${lines.join('\n')}\n`,
        );
      } finally {
        await threads.close();
      }
    }),
  );
  progress.clear();
}

/** Errors: UsageError where nothing is to be tried, or too much. */
function candidatesOf(
  settings: DeskSettings,
  { grid, range, random, seed }: Flags,
): readonly Candidate[] {
  const names = [...Object.keys(grid), ...Object.keys(range)];
  refuseUnknown(settings, names);
  if (Object.keys(range).length > 0 !== (random !== undefined)) {
    throw new UsageError(
      '--range says from where --random draws, and --random how many: give both',
    );
  }
  if (names.length === 0) throw new UsageError('Nothing is to be tried: give --grid, or --range');
  const gridded = Object.keys(grid).length === 0 ? [] : gridCandidates(settings, grid);
  const drawn =
    random === undefined
      ? []
      : drawnSettings(range, random, seed, (chosen) => isAllowed(settings, chosen));
  const all = [...gridded, ...drawn.map((chosen) => candidate(settings, chosen))];
  if (all.length === 0) throw new UsageError('Whatever is drawn from these ranges is not allowed');
  if (all.length > MOST_CANDIDATES) {
    throw new UsageError(`${all.length} settings are more than ${MOST_CANDIDATES}: try fewer`);
  }
  return all;
}

const HELP = `
Every setting is run on the whole window, and logged with the hash that backtest run gives it; then folds choose among them by
what came before and are judged by what came after. The headline is out of sample. Its deflated Sharpe ratio counts every
run that was done; how likely the best is so by luck is told by CSCV over the daily returns of all (PBO). Nothing is stored.

Examples:
  $ npm run fullcarry -- backtest sweep --from 2026-01-01 --to 2026-10-01 --grid entryNetYield=0.02,0.05,0.1 --grid maxPaidBps=10,20 --assume fine-lots
  $ npm run fullcarry -- backtest sweep --from 2026-01-01 --to 2026-10-01 --random 200 --seed 7 --range entryNetYield=0.01..0.2 --range holdingHours=240..720:24 --assume fine-lots
  $ npm run --silent fullcarry -- backtest sweep … --json | jq '.trials | sort_by(-.metrics.netUsdt)[0]'`;
