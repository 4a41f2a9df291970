import { sweepSearch } from '@fullcarry/contracts/backtest/sweep-search';
import { Command } from 'commander';
import { z } from 'zod';
import { UsageError } from '../../usage-error.js';
import { whole } from '../backtest-options.js';
import { addSweepOptions, runSweep } from './run-sweep.js';
import { gridOption, rangeOption } from './searched.js';

const flags = z.object({
  grid: z.unknown().optional(),
  range: z.unknown().optional(),
  random: z.number().optional(),
  seed: z.number(),
});

export function sweepCommand(): Command {
  const command = new Command('sweep')
    .description(
      'try many settings on the same rows, and tell what is left of the best out of sample',
    )
    .addOption(gridOption())
    .addOption(rangeOption())
    .option('--random <many>', 'how many settings to draw from the ranges', whole)
    .option('--seed <number>', 'the same draws for the same seed', whole, 1);
  return addSweepOptions(command)
    .addHelpText('after', HELP)
    .action((options: unknown) => {
      const { grid, range: ranges, random, seed } = flags.parse(options);
      if (grid === undefined && ranges === undefined) {
        throw new UsageError('Nothing is to be tried: give --grid, or --range');
      }
      if ((ranges === undefined) !== (random === undefined)) {
        throw new UsageError(
          '--range says from where --random draws, and --random how many: give both',
        );
      }
      return runSweep('sweep', sweepSearch.parse({ grid, ranges, random, seed }), options);
    });
}

const HELP = `
Every setting is run on the whole window, and logged with the hash that backtest run gives it; then folds choose among them by
what came before and are judged by what came after. The headline is out of sample. Its deflated Sharpe ratio counts every
run that was done; how likely the best is so by luck is told by CSCV over the daily returns of all (PBO). The sweep is kept under its
hash, and shown by the dashboard with a heat map.

Examples:
  $ npm run fullcarry -- backtest sweep --from 2026-01-01 --to 2026-10-01 --grid entryNetYield=0.02,0.05,0.1 --grid maxPaidBps=10,20 --assume flat-basis --assume fine-lots
  $ npm run fullcarry -- backtest sweep --from 2026-01-01 --to 2026-10-01 --random 200 --seed 7 --range entryNetYield=0.01..0.2 --range holdingHours=240..720:24 --assume flat-basis --assume fine-lots
  $ npm run --silent fullcarry -- backtest sweep … --json | jq '.trials | sort_by(-.metrics.netUsdt)[0]'`;
