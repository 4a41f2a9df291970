import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { readStatus } from './read-status.js';
import { statusJson } from './status-json.js';
import { statusText } from './status-text.js';

const flags = z.object({
  database: z.string().optional(),
  exchange: z.string().optional(),
  symbol: z.string().optional(),
  json: z.boolean().default(false),
});

export function statusCommand(): Command {
  return new Command('status')
    .description('what is stored and proven, per market and series')
    .addOption(databaseOption())
    .option('--exchange <name>', 'only this exchange')
    .option('--symbol <name>', 'only this market, as BTC/USDT:USDT or BTCUSDT')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
expected  rows that the certified window must hold, = present + empty + missing
empty     rows that the exchange does not have: seen empty twice, with data on both sides
missing   rows not proven; 0 is the proof

Examples:
  $ npm run fullcarry -- status
  $ npm run fullcarry -- status --exchange okx
  $ npm run fullcarry -- status --symbol BTCUSDT
  $ npm run --silent fullcarry -- status --json --database postgresql://127.0.0.1/fullcarry`,
    )
    .action(async (options: unknown) => {
      const { database: named, json, ...filter } = flags.parse(options);
      const text = await withDatabase(named, async (database, where) => {
        const status = await readStatus(database, filter);
        return json
          ? `${JSON.stringify(statusJson(status, where), null, 2)}\n`
          : statusText(status, Date.now(), filter.symbol === undefined);
      });
      await print(text);
    });
}
