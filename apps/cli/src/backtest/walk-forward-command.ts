import { walkForward } from '@fullcarry/domain/backtest/walk-forward/walk-forward';
import { inputOf } from '@fullcarry/history/backtest/do-backtest';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { Command } from 'commander';
import { z } from 'zod';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { askedBacktest } from './asked-backtest.js';
import { addBacktestOptions, askedRun } from './backtest-options.js';
import { refused } from './refused.js';
import { chosenText, gridCandidates, gridOption } from './sweep/candidates.js';
import { addFoldOptions, askedFolds } from './sweep/fold-options.js';
import { walkForwardReport } from './sweep/walk-forward-report.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  grid: z.record(z.string(), z.array(z.number())).default({}),
});

export function walkForwardCommand(): Command {
  const command = new Command('walk-forward')
    .description('choose settings on what came before and judge them on what came after')
    .addOption(gridOption())
    .option('--json', 'for programs');
  return addBacktestOptions(addFoldOptions(command))
    .addHelpText('after', HELP)
    .action((options: unknown) => run(options));
}

async function run(options: unknown): Promise<void> {
  const { database: named, json, grid } = flags.parse(options);
  const wish = askedRun(options);
  const all = gridCandidates(wish.settings, grid);
  const candidates = all.map(({ settings }) => settings);
  const folds = askedFolds(options, wish.window, candidates);
  const progress = new ProgressNote();
  await refused(json, () =>
    withDatabase(named, async (database) => {
      const asked = await askedBacktest(database, wish);
      const read = await readHistories(database, asked.rows);
      const result = await walkForward(inputOf(asked, read), candidates, folds, {
        progress: (done, of) => progress.tell(`Played ${done} of ${of} runs`, done % 10 === 0),
      });
      progress.clear();
      const assumed = read.assumed.map(({ name, text }) => `  - ${name}: ${text}`);
      const names = all.map(({ chosen }) => chosenText(chosen));
      await print(
        json
          ? `${JSON.stringify({ ...result, dataset: read.dataset, candidates, assumed: read.assumed }, null, 2)}\n`
          : `${walkForwardReport(result, names, result.trials.length)}\nAssumed:\n${assumed.join('\n')}\n`,
      );
    }),
  );
}

const HELP = `
Each fold chooses what earned most on its training, and is judged on a test that comes after a purge at least as long as a
position is expected to be held. The headline is out of sample; every run is logged in --json.

Example:
  $ npm run fullcarry -- backtest walk-forward --from 2026-01-01 --to 2026-10-01 --grid entryNetYield=0.02,0.05,0.1 --grid holdingHours=240,480 --assume fine-lots`;
