import { doBacktest } from '@fullcarry/history/backtest/do-backtest';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { hashArgument } from './show-command.js';
import { askedAgain, documentOf, staleText, storedResult } from './stored-results.js';

const flags = z.object({ database: z.string().optional(), json: z.boolean().default(false) });

/** What running a result again came to. */
interface Verified {
  readonly sha256: string;
  readonly isEqual: boolean;
  /** Of the run that was done again; null where it can't be. */
  readonly again: string | null;
  readonly because: string | null;
}

export function verifyResultCommand(): Command {
  return new Command('verify')
    .description(
      'run a result again from the rows that are stored now; exit 1 unless it is the same',
    )
    .addArgument(hashArgument())
    .addOption(databaseOption())
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
Exit 0: the same hash. Exit 1: another one, or the rows are not those that the result was made of: what differs is named.

Examples:
  $ npm run fullcarry -- backtest verify 3fa4
  $ npm run --silent fullcarry -- backtest verify 3fa4 --json | jq .because`,
    )
    .action(async (hash: string, options: unknown) => {
      const { database: named, json } = flags.parse(options);
      const verified = await withDatabase(named, async (database): Promise<Verified> => {
        const stored = await storedResult(database, hash);
        const name = stored.sha256;
        if (sha256(stored.document) !== name) {
          const because = 'the stored text is not the one that the hash was made of';
          return { sha256: name, isEqual: false, again: null, because };
        }
        const document = documentOf(stored);
        const stale = await staleText(database, document);
        if (stale !== undefined) {
          return { sha256: name, isEqual: false, again: null, because: `stale: ${stale}` };
        }
        const again = await doBacktest(database, askedAgain(document), {});
        const isEqual = again.sha256 === name;
        const because = isEqual ? null : 'the same rows and settings gave another result';
        return { sha256: name, isEqual, again: again.sha256, because };
      });
      process.exitCode = verified.isEqual ? 0 : 1;
      await print(json ? `${JSON.stringify(verified, null, 2)}\n` : verifiedText(verified));
    });
}

function verifiedText({ sha256: name, isEqual, again, because }: Verified): string {
  if (isEqual) return `The same result, ${name}\n`;
  return `Not the same: ${because ?? ''}${again === null ? '' : `, ${again}`}\n`;
}
