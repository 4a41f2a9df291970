import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { readStatus } from './read-status.js';
import { statusJson } from './status-json.js';
import { statusText } from './status-text.js';

const flags = z.object({ database: z.string().optional(), json: z.boolean().default(false) });

export function statusCommand(): Command {
  return new Command('status')
    .description('what is stored and proven, per market and series')
    .addOption(databaseOption())
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
expected  rows due in the certified window, = present + empty + missing
empty     rows that the exchange does not have: seen empty twice, with data on both sides
missing   rows not proven; 0 is the proof

Examples:
  $ npm run fullcarry -- status
  $ npm run --silent fullcarry -- status --json --database postgresql://127.0.0.1/fullcarry`,
    )
    .action(async (options: unknown) => {
      const { database: named, json } = flags.parse(options);
      const text = await withDatabase(named, async (database, where) => {
        const status = await readStatus(database);
        return json
          ? `${JSON.stringify(statusJson(status, where), null, 2)}\n`
          : statusText(status, Date.now());
      });
      await print(text);
    });
}
