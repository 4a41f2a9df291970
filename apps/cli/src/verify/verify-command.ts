import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { UsageError } from '../usage-error.js';
import { verifyFolder } from '../dataset/check/verify-folder.js';
import { verifyDatasets } from './verify-dataset.js';
import { isVerified, reportJson, reportText } from './verify-report.js';
import { verifySeries, type VerifyStep } from './verify-series.js';

const flags = z.object({
  database: z.string().optional(),
  exchange: z.string().optional(),
  dataset: z.string().optional(),
  json: z.boolean().default(false),
});

/** Where lines can't be redrawn, one for this many series. */
const STEP = 100;

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'recompute every certificate from the stored rows, or from the files of a data set; exit 1 on any difference',
    )
    .addOption(databaseOption())
    .option('--exchange <name>', 'only this exchange')
    .option('--dataset <folder>', 'a data set that was exported, by its files alone: no database')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
Exit 0: every certificate agrees with its rows, and the dataset certificate with them.
Exit 1: something differs, or no certificate was issued yet.
Of a data set, what differs is named by its file and the UTC day of the rows, where it can be told; so is a file
that is missing or that its manifest does not name.

Examples:
  $ npm run fullcarry -- verify
  $ npm run fullcarry -- verify --exchange okx
  $ npm run fullcarry -- verify --dataset ./dataset
  $ npm run --silent fullcarry -- verify --json | jq .differences`,
    )
    .action(async (options: unknown) => {
      const { database: named, exchange, dataset, json } = flags.parse(options);
      if (dataset !== undefined) {
        if (named !== undefined || exchange !== undefined) {
          throw new UsageError('--dataset reads files alone: it goes with --json only');
        }
        await verifyFolder(dataset, json);
        return;
      }
      const progress = new ProgressNote();
      const { report, where } = await withDatabase(named, async (database, location) => {
        const series = await verifySeries(database, exchange, (step) => {
          progress.report(stepText(step), step.done % STEP === 0);
        });
        return {
          where: location,
          report: { series, datasets: await verifyDatasets(database, exchange) },
        };
      });
      progress.clear();
      process.exitCode = isVerified(report) ? 0 : 1;
      await print(
        json ? `${JSON.stringify(reportJson(report, where), null, 2)}\n` : reportText(report),
      );
    });
}

function stepText({ done, total, name }: VerifyStep): string {
  return `Verified ${done} of ${total} series: ${name}`;
}
