import { foldWish, type FoldWish } from '@fullcarry/contracts/backtest/fold-wish';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { whole } from '../backtest-options.js';

const flags = z.object({
  kind: z.string(),
  train: z.number(),
  test: z.number(),
  purge: z.number().optional(),
});

/** The options by which a window is cut into folds. */
export function addFoldOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--kind <kind>', 'learn from as long a stretch, or from all before')
        .choices(['rolling', 'anchored'])
        .default('rolling'),
    )
    .option('--train <days>', 'what a fold learns from', whole, 90)
    .option('--test <days>', 'what it is tested on', whole, 30)
    .option('--purge <days>', 'between the two (default: the holding time, the least)', whole);
}

export function askedFolds(options: unknown): FoldWish {
  const { kind, train: trainDays, test: testDays, purge: purgeDays } = flags.parse(options);
  return foldWish.parse({ kind, trainDays, testDays, purgeDays });
}
