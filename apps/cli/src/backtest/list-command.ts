import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { countText } from '../output/count-text.js';
import { minuteText } from '../output/instant.js';
import { print } from '../output/output.js';
import { textTable } from '../output/text-table.js';
import { documentOf, staleText } from './stored-results.js';

const flags = z.object({ database: z.string().optional(), json: z.boolean().default(false) });

const COLUMNS = [
  ...['hash', 'made', 'window', 'assumed'].map((head) => ({ head, align: 'left' }) as const),
  ...['markets', 'trades', 'worst', 'net USDT', 'a year'].map(
    (head) => ({ head, align: 'right' }) as const,
  ),
  { head: '', align: 'left' } as const,
];

export function listCommand(): Command {
  return new Command('list')
    .description('the results that are kept, the newest first, and which of them are stale')
    .addOption(databaseOption())
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
Stale is a result whose rows were revised since it was made, are not proven any more, or that another engine made.

Examples:
  $ npm run fullcarry -- backtest list
  $ npm run --silent fullcarry -- backtest list --json | jq '.[].metrics.netUsdt'`,
    )
    .action(async (options: unknown) => {
      const { database: named, json } = flags.parse(options);
      const results = await withDatabase(named, async (database) => {
        const found = [];
        for (const stored of await new BacktestStore(database).all()) {
          const document = documentOf(stored);
          found.push({ stored, document, stale: await staleText(database, document) });
        }
        return found;
      });
      if (json) {
        const rows = results.map(({ stored, document, stale }) => ({
          sha256: stored.sha256,
          createdAtMs: stored.createdAtMs,
          window: document.setup.window,
          assumed: document.assumed.map(({ name }) => name),
          metrics: document.metrics,
          staleBecause: stale ?? null,
        }));
        await print(`${JSON.stringify(rows, null, 2)}\n`);
        return;
      }
      const rows = results.map(({ stored, document: { setup, metrics, ...rest }, stale }) => [
        stored.sha256.slice(0, 12),
        minuteText(stored.createdAtMs),
        `${minuteText(setup.window.fromMs).slice(0, 10)} to ${minuteText(setup.window.toMs).slice(0, 10)}`,
        setup.assume.join(', '),
        countText(rest.dataset.symbols.length),
        countText(metrics.trades),
        metrics.worstTradeUsdt?.toFixed(2) ?? 'none',
        metrics.netUsdt.toFixed(2),
        metrics.yearlyYield === undefined ? 'none' : percent(metrics.yearlyYield),
        stale === undefined ? '' : `STALE: ${stale}`,
      ]);
      await print(rows.length === 0 ? 'No result is kept here yet.\n' : textTable(COLUMNS, rows));
    });
}
