import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { verifyDatasets } from './verify-dataset.js';
import { isVerified, reportJson, reportText } from './verify-report.js';
import { verifySeries, type VerifyStep } from './verify-series.js';

const flags = z.object({
  database: z.string().optional(),
  exchange: z.string().optional(),
  json: z.boolean().default(false),
});

/** Where lines can't be redrawn, one for this many series. */
const STEP = 100;

export function verifyCommand(): Command {
  return new Command('verify')
    .description('recompute every certificate from the stored rows; exit 1 on any difference')
    .addOption(databaseOption())
    .option('--exchange <name>', 'only this exchange')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
Exit 0: every certificate agrees with its rows, and the dataset certificate with them.
Exit 1: something differs, or no certificate was issued yet.

Examples:
  $ npm run fullcarry -- verify
  $ npm run fullcarry -- verify --exchange okx
  $ npm run --silent fullcarry -- verify --json | jq .differences`,
    )
    .action(async (options: unknown) => {
      const { database: named, exchange, json } = flags.parse(options);
      const progress = new ProgressNote();
      const { report, where } = await withDatabase(named, async (database, location) => {
        const series = await verifySeries(database, exchange, (step) => {
          progress.tell(stepText(step), step.done % STEP === 0);
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
