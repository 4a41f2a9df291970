import {
  guardAgainstLookAhead,
  instantsToGuard,
} from '@fullcarry/domain/backtest/guard/look-ahead-guard';
import { runBacktest } from '@fullcarry/domain/backtest/run-backtest';
import { inputOf } from '@fullcarry/history/backtest/do-backtest';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { Command } from 'commander';
import { z } from 'zod';
import { withDatabase } from '../database/with-database.js';
import { countText } from '../output/count-text.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { resolveBacktest } from './resolve-backtest.js';
import { addBacktestOptions, askedRun, whole } from './backtest-options.js';
import { refused } from './refused.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  instants: z.number(),
  seed: z.number(),
});

export function guardCommand(): Command {
  const command = new Command('guard')
    .description('show by experiment that no decision looks ahead; exit 1 if one does')
    .option('--instants <many>', 'how many, drawn at random', whole, 20)
    .option('--seed <number>', 'the same instants for the same seed', whole, 1)
    .option('--json', 'for programs');
  return addBacktestOptions(command)
    .addHelpText(
      'after',
      `
For each instant the run is done twice again: with all rows after it cut off, and with all of them poisoned. Everything
that was seen and decided before must be the same, byte for byte. Every other instant is just after a fill.

Example:
  $ npm run fullcarry -- backtest guard --instants 200 --from 2026-01-01 --to 2026-02-01 --assume flat-basis --assume fine-lots`,
    )
    .action(async (options: unknown) => {
      const { database: named, json, instants: many, seed } = flags.parse(options);
      const wish = askedRun(options);
      const progress = new ProgressNote();
      await refused(json, () =>
        withDatabase(named, async (database) => {
          const asked = await resolveBacktest(database, wish);
          const input = inputOf(asked, await readHistories(database, asked.rows));
          const run = await runBacktest(input);
          const filled = run.positions.flatMap(({ id }) =>
            run.historyOf(id).fills.map(({ filledAtMs }) => filledAtMs),
          );
          const result = await guardAgainstLookAhead(
            runBacktest,
            input,
            instantsToGuard(input.window, filled, many, seed),
            (done) => progress.report(`Checked ${done} of ${many} instants`, done % 10 === 0),
          );
          progress.clear();
          process.exitCode = result.changed.length === 0 ? 0 : 1;
          await print(json ? `${JSON.stringify(result, null, 2)}\n` : `${textOf(result)}\n`);
        }),
      );
    });
}

type Guarded = Awaited<ReturnType<typeof guardAgainstLookAhead>>;

function textOf({ instants, decisions, changed }: Guarded): string {
  const compared = `${countText(instants)} instants, each cut and poisoned; ${countText(decisions)} decisions compared`;
  const [first] = changed;
  if (!first) return `${compared}: 0 changed`;
  const { how, afterMs, decidedAtMs } = first;
  return `${compared}: ${countText(changed.length)} changed. The first: rows after ${new Date(afterMs).toISOString()} ${how} change what was decided at ${new Date(decidedAtMs).toISOString()}`;
}
