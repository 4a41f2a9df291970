import { Command, Option } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { note, print } from '../output/output.js';
import { sourceLabel } from '../output/source-label.js';
import { gapsJson, gapsText, readGaps, readRefusedFiles, refusedText } from './gap-list.js';

const STATUSES = [
  'missing',
  'confirmed-empty',
  'before-listing',
  'after-delisting',
  'before-history',
] as const;

const flags = z.object({
  database: z.string().optional(),
  symbol: z.string().optional(),
  exchange: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  json: z.boolean().default(false),
});

export function gapsCommand(): Command {
  return new Command('gaps')
    .description('every gap that is known, with the evidence')
    .addOption(databaseOption())
    .option('--symbol <name>', 'only this market, as BTC/USDT:USDT or BTCUSDT')
    .option('--exchange <name>', 'only this exchange')
    .addOption(new Option('--status <status>', 'only these').choices([...STATUSES]))
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
missing          not proven, asked for again at the next try
confirmed-empty  seen empty twice, far enough apart, with data on both sides
before-listing, after-delisting  seen empty twice, at an end of the market's life
before-history   older than what the exchange keeps; never asked for

Files of an exchange's archive that were not believed stand below, with who said what.

Windows are half-open. "checks" counts checked answers that agreed that the window is empty.

Examples:
  $ npm run fullcarry -- gaps --status missing
  $ npm run fullcarry -- gaps --exchange okx
  $ npm run --silent fullcarry -- gaps --symbol INJUSDT --json`,
    )
    .action(async (options: unknown) => {
      const { database: named, symbol, exchange, status, json } = flags.parse(options);
      const [gaps, refused] = await withDatabase(named, async (database) => [
        await readGaps(database, { symbol, exchange, status }),
        await readRefusedFiles(database, { symbol, exchange }),
      ]);
      const label = sourceLabel(gaps.map(({ series }) => series.market.source));
      if (label !== undefined) note(label);
      await print(
        json
          ? `${JSON.stringify(gapsJson(gaps), null, 2)}\n`
          : gapsText(gaps) + refusedText(refused),
      );
    });
}
