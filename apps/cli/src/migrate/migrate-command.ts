import { openDatabase } from '@fullcarry/history/database/open-database';
import { masked, parseEnvironment } from '@fullcarry/platform/settings/parse-environment';
import { databaseUrl } from '@fullcarry/platform/settings/variables';
import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { print } from '../output/output.js';

const flags = z.object({ database: z.string().optional() });
const environment = z.object({ DATABASE_URL: databaseUrl });

export function migrateCommand(): Command {
  return new Command('migrate')
    .description(
      'make the database, or bring its tables up to date; every service does so by itself',
    )
    .addOption(databaseOption('DATABASE_URL, else file:./data/fullcarry.db'))
    .addHelpText(
      'after',
      `
Safe to run again and beside running services: one migrates, the others wait.

Examples:
  $ npm run fullcarry -- migrate
  $ npm run fullcarry -- migrate --database postgresql://127.0.0.1/fullcarry`,
    )
    .action(async (options: unknown) => {
      const { database: named } = flags.parse(options);
      const url = named ?? parseEnvironment(environment, process.env).DATABASE_URL;
      const database = await openDatabase(url);
      await database.close();
      await print(`The tables are up to date: ${masked(url)}\n`);
      // The schema engine leaves a timer of ten seconds behind that nobody waits for.
      process.exit(0);
    });
}
