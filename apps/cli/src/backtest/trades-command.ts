import { tradeTable } from '@fullcarry/contracts/backtest/trade-table';
import { csvOfColumns } from '@fullcarry/platform/files/csv-table';
import { parquetTable } from '@fullcarry/platform/files/parquet-table';
import { Command, Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { countText } from '../output/count-text.js';
import { note, print } from '../output/output.js';
import { UsageError } from '../usage-error.js';
import { hashArgument } from './show-command.js';
import { documentOf, storedResult } from './stored-results.js';

const flags = z.object({
  database: z.string().optional(),
  format: z.enum(['csv', 'parquet']),
  out: z.string().optional(),
});

export function tradesCommand(): Command {
  return new Command('trades')
    .description('the trades of one result as a table, a line a trade')
    .addArgument(hashArgument())
    .addOption(
      new Option('--format <name>', 'of the table').choices(['csv', 'parquet']).default('csv'),
    )
    .option('--out <file>', 'where to (default: standard output, which Parquet is not for)')
    .addOption(databaseOption())
    .addHelpText('after', HELP)
    .action(async (hash: string, options: unknown) => {
      const { database: named, format, out } = flags.parse(options);
      if (format === 'parquet' && out === undefined) {
        throw new UsageError('Parquet is no text: say where to with --out trades.parquet');
      }
      const stored = await withDatabase(named, (database) => storedResult(database, hash));
      const document = documentOf(stored);
      const columns = tradeTable(stored.sha256, document);
      const table = format === 'csv' ? csvOfColumns(columns) : parquetTable(columns);
      if (out === undefined) {
        await print(csvOfColumns(columns));
        return;
      }
      await writeFile(out, table);
      note(`${countText(document.trades.length)} trades are in ${out}`);
    });
}

const HELP = `
Amounts are USDT; basis + funding − fees − slippage = net. CSV has them as exact decimals, Parquet as doubles; its times are UTC
timestamps.

Examples:
  $ npm run --silent fullcarry -- backtest trades 3fa4 > trades.csv
  $ npm run fullcarry -- backtest trades 3fa4 --format parquet --out trades.parquet`;
