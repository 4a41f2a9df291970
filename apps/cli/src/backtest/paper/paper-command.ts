import { readRecording } from '@fullcarry/contracts/desk/desk-recording-v1';
import { ASKED_ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { replayDesk } from '@fullcarry/history/backtest/replay-desk';
import { DAY_MS, floorTo } from '@fullcarry/domain/time-window';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { Command, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { databaseOption } from '../../database/database-option.js';
import { withDatabase } from '../../database/with-database.js';
import { parseInstant } from '../../output/instant.js';
import { print } from '../../output/output.js';
import { UsageError } from '../../usage-error.js';
import { refused } from '../refused.js';
import { paperSummary, paperText } from './paper-report.js';

const flags = z.object({
  database: z.string().optional(),
  recording: z.string(),
  timeframe: z.enum(TIMEFRAMES),
  to: z.number().optional(),
  assume: z.array(z.enum(ASKED_ASSUMPTIONS)).default([]),
  json: z.boolean().default(false),
});

export function paperCommand(): Command {
  return new Command('paper')
    .description(
      'play what the desk on paper recorded to the backtest; exit 1 where a digit differs',
    )
    .requiredOption('--recording <file>', 'what the orchestrator wrote to DESK_RECORDING')
    .option('--to <day>', 'first UTC day that is not played (default: today)', parseInstant)
    .addOption(
      new Option('--timeframe <length>', 'of the candles').choices([...TIMEFRAMES]).default('1h'),
    )
    .addOption(
      new Option('--assume <what...>', 'what is not stored').choices([...ASKED_ASSUMPTIONS]),
    )
    .addOption(databaseOption())
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(async (options: unknown) => {
      const { database: named, recording: file, to, json, ...asked } = flags.parse(options);
      const toMs = to ?? floorTo(Date.now(), DAY_MS);
      const recording = readRecording(linesOf(file));
      await refused(json, () =>
        withDatabase(named, async (database) => {
          const replayed = await replayDesk(database, recording, { ...asked, toMs });
          process.exitCode = replayed.compared.differingDigits === 0 ? 0 : 1;
          const output = json
            ? JSON.stringify(paperSummary(replayed), null, 2)
            : paperText(replayed);
          await print(`${output}\n`);
        }),
      );
    });
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`The recording can't be read: ${error.message}`);
  }
}

const HELP = `
Each cycle of the recording is decided and traded again, on the quotes and order books that the desk was told and on the rows
that are proven now. Every fill, every settlement, the ledger after each cycle, and the yields of each market in each cycle are
compared with what the desk stored. Beside it the same time is played by candles alone. docs/BACKTEST.md says what it means.

Example:
  $ npm run fullcarry -- backtest paper --recording desk.jsonl --assume fine-lots`;
