import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import { DAY_MS } from '@fullcarry/domain/time-window';
import type { Database } from '@fullcarry/history/database/database';
import { instrumentsAt } from '@fullcarry/history/instruments/instruments-at';
import { readExchanges } from '@fullcarry/history/instruments/save-reading';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { minuteText, parseInstant } from '../output/instant.js';
import { print } from '../output/output.js';
import { UsageError } from '../usage-error.js';
import { instrumentsJson, instrumentsText, type ListedThen } from './instrument-list.js';

const flags = z.object({
  database: z.string().optional(),
  exchange: z.string().optional(),
  at: z.number().optional(),
  top: z.number().optional(),
  class: z.enum(ASSET_CLASSES).optional(),
  json: z.boolean().default(false),
});
type Flags = z.infer<typeof flags>;

export function instrumentsCommand(): Command {
  return new Command('instruments')
    .description(
      'all perpetuals that an exchange listed on a day, tracked or not: rank, turnover and rules',
    )
    .addOption(databaseOption())
    .option('--exchange <name>', 'where several exchanges are stored')
    .option(
      '--at <time>',
      'a day, 2026-10-01, or an instant, ISO (UTC) or epoch ms (default: now)',
      parseDayOrInstant,
    )
    .option('--top <number>', 'only so many, the most traded', parseTop)
    .addOption(new Option('--class <class>', 'only these').choices([...ASSET_CLASSES]))
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
The fetcher keeps an exchange's list once a UTC day, in its first pass of the day, whichever markets are tracked. A day
means that day's list. An instant means what was known then: the list that was read last before it. With each row stands
what the list said by then: nothing that was learnt later.
Of what is not known there is a – (null in JSON). Steps and least quantities are in units of the perpetual.

Examples:
  $ npm run fullcarry -- instruments --at 2026-10-01 --top 20
  $ npm run fullcarry -- instruments --exchange okx --at 2026-10-01T08:00 --class coin
  $ npm run --silent fullcarry -- instruments --at 2026-10-01 --json | jq '.instruments[].symbol'`,
    )
    .action(async (options: unknown) => {
      const wish = flags.parse(options);
      const then = await withDatabase(wish.database, (database) => readThen(database, wish));
      await print(
        wish.json ? `${JSON.stringify(instrumentsJson(then), null, 2)}\n` : instrumentsText(then),
      );
    });
}

async function readThen(database: Database, wish: Flags): Promise<ListedThen> {
  const stored = await readExchanges(database);
  const exchange = chooseExchange(stored, wish.exchange);
  const then = await instrumentsAt(database, exchange, wish.at ?? Date.now());
  if (!then) {
    const at = wish.at === undefined ? '' : ` at ${minuteText(wish.at)} UTC`;
    throw new UsageError(`No list of ${exchange} had been read yet${at}`);
  }
  const instruments = then.instruments
    .filter((one) => wish.class === undefined || (one.assetClass ?? 'unknown') === wish.class)
    .slice(0, wish.top);
  return { ...then, exchange, instruments };
}

function chooseExchange(stored: readonly string[], named: string | undefined): string {
  const [first, second] = stored;
  if (first === undefined) throw new UsageError('No list of an exchange has been read yet');
  if (named === undefined) {
    if (second === undefined) return first;
    throw new UsageError(`Several exchanges are stored: add --exchange (${stored.join(', ')})`);
  }
  if (stored.includes(named)) return named;
  throw new UsageError(`No list of ${named} has been read: stored are ${stored.join(', ')}`);
}

/** A day stands for its end, by which its list had been read. */
function parseDayOrInstant(text: string): number {
  const atMs = parseInstant(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? atMs + DAY_MS - 1 : atMs;
}

function parseTop(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Allowed is a whole number from 1.');
}
