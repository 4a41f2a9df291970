import { sweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { Argument, Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { backtestReport } from './backtest-report.js';
import { documentOf, staleText, storedResult, storedSweep } from './stored-results.js';
import { sweepReport } from './sweep/sweep-report.js';

const flags = z.object({ database: z.string().optional(), json: z.boolean().default(false) });

export function hashArgument(): Argument {
  return new Argument('<hash>', 'of a result, or its beginning');
}

export function showCommand(): Command {
  return new Command('show')
    .description('one result, or one sweep')
    .addArgument(hashArgument())
    .addOption(databaseOption())
    .option('--json', 'the whole document, as it is hashed')
    .addHelpText(
      'after',
      `
Examples:
  $ npm run fullcarry -- backtest show 3fa4
  $ npm run --silent fullcarry -- backtest show 3fa4 --json | jq '.trades[0].settlements'`,
    )
    .action(async (hash: string, options: unknown) => {
      const { database: named, json } = flags.parse(options);
      const text = await withDatabase(named, async (database) => {
        const sweep = await storedSweep(database, hash);
        const stored = sweep ?? (await storedResult(database, hash));
        if (json) return stored.document;
        const document = sweep
          ? sweepDocumentV1.parse(JSON.parse(sweep.document))
          : documentOf(stored);
        const stale = await staleText(database, document);
        const report =
          'walkForward' in document
            ? sweepReport(document, stored.sha256)
            : backtestReport(document, stored.sha256);
        return stale === undefined ? report : `STALE: ${stale}\n\n${report}`;
      });
      await print(`${text}\n`);
    });
}
