import { sweepSearch } from '@fullcarry/contracts/backtest/sweep-search';
import { Command } from 'commander';
import { z } from 'zod';
import { addSweepOptions, runSweep } from './sweep/run-sweep.js';
import { gridOption } from './sweep/searched.js';

const flags = z.object({ grid: z.unknown().optional() });

export function walkForwardCommand(): Command {
  const command = new Command('walk-forward')
    .description('choose settings on what came before and judge them on what came after')
    .addOption(gridOption());
  return addSweepOptions(command)
    .addHelpText('after', HELP)
    .action((options: unknown) => {
      const { grid } = flags.parse(options);
      return runSweep('walk-forward', sweepSearch.parse({ grid }), options);
    });
}

const HELP = `
Each fold chooses what earned most on its training, and is judged on a test that comes after a purge at least as long as a
position is expected to be held. The headline is out of sample; every run is logged in --json. What came out is kept under its hash.

Example:
  $ npm run fullcarry -- backtest walk-forward --from 2026-01-01 --to 2026-10-01 --grid entryNetYield=0.02,0.05,0.1 --grid holdingHours=240,480 --assume flat-basis --assume fine-lots`;
