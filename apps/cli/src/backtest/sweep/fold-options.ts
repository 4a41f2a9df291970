import { foldsOf, type Fold } from '@fullcarry/domain/backtest/walk-forward/folds';
import { DAY_MS, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { UsageError } from '../../usage-error.js';
import { whole } from '../backtest-options.js';

const flags = z.object({
  kind: z.enum(['rolling', 'anchored']),
  train: z.number(),
  test: z.number(),
  purge: z.number().optional(),
});

/** Ten days of settlements each 8 h are needed before anything is opened. */
const LEAST_TRAINING_DAYS = 20;

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

/** `candidates`: the longest of them to be held decides the purge. Errors: UsageError where not one fold has room. */
export function askedFolds(
  options: unknown,
  window: TimeWindow,
  candidates: readonly { readonly holdingHours: number }[],
): readonly Fold[] {
  const { kind, train, test, purge } = flags.parse(options);
  if (train < LEAST_TRAINING_DAYS) {
    throw new UsageError(
      `--train is at least ${LEAST_TRAINING_DAYS}: nothing is opened before 30 settlements are known`,
    );
  }
  const holdingMs = Math.max(...candidates.map(({ holdingHours }) => holdingHours)) * HOUR_MS;
  const purgeMs = purge === undefined ? Math.ceil(holdingMs / DAY_MS) * DAY_MS : purge * DAY_MS;
  const lengths = { kind, trainMs: train * DAY_MS, testMs: test * DAY_MS, purgeMs };
  try {
    return foldsOf(window, lengths, holdingMs);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
