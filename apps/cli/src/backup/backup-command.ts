import { backUpSqlite } from '@fullcarry/history/copy/back-up-sqlite';
import { Command } from 'commander';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { chooseDatabase } from '../database/choose-database.js';
import { databaseOption } from '../database/database-option.js';
import { note, print } from '../output/output.js';
import { UsageError } from '../usage-error.js';

const flags = z.object({ database: z.string().optional(), to: z.string() });
const MIB = 1024 * 1024;

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy a SQLite database while it is in use; check the copy with verify')
    .addOption(databaseOption())
    .requiredOption('--to <file>', 'where the copy goes; nothing is overwritten')
    .addHelpText(
      'after',
      `
PostgreSQL has its own tool for this: pg_dump. docs/OPERATIONS.md says how to restore both.

Examples:
  $ npm run fullcarry -- backup --to backup/fullcarry.db
  $ npm run fullcarry -- verify --database file:backup/fullcarry.db`,
    )
    .action(async (options: unknown) => {
      const { database: named, to } = flags.parse(options);
      const { url, remark } = chooseDatabase(named, process.env, process.cwd());
      if (remark !== undefined) note(remark);
      if (!url.startsWith('file:')) {
        throw new UsageError('This backs up SQLite files; for PostgreSQL use pg_dump');
      }
      backUpSqlite(resolve(url.slice('file:'.length)), resolve(to));
      const mib = (statSync(to).size / MIB).toFixed(1);
      await print(`Backed up ${url} to ${to} (${mib} MiB)\n`);
    });
}
