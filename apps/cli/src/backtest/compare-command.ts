import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { comparedResults, type Compared } from '@fullcarry/contracts/backtest/compared-results';
import { Command } from 'commander';
import { z } from 'zod';
import { databaseOption } from '../database/database-option.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { textTable } from '../output/text-table.js';
import { documentOf, staleText, storedResult } from './stored-results.js';

const flags = z.object({ database: z.string().optional(), json: z.boolean().default(false) });

/** One of the two, and why it can't be had again. */
interface Side {
  readonly sha256: string;
  readonly document: BacktestDocumentV1;
  readonly stale: string | undefined;
}

export function compareCommand(): Command {
  return new Command('compare')
    .description('two results beside each other: what was asked otherwise, and what came of it')
    .argument('<a>', 'hash of a result, or its beginning')
    .argument('<b>', 'hash of the other')
    .addOption(databaseOption())
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      `
Settings are told where they differ, metrics all. Two results that stand on other rows are told so first: then not only the
settings are the reason for what differs.

Example:
  $ npm run fullcarry -- backtest compare 3fa4 90bc`,
    )
    .action(async (a: string, b: string, options: unknown) => {
      const { database: named, json } = flags.parse(options);
      const [one, other] = await withDatabase(named, async (database) => {
        const side = async (hash: string): Promise<Side> => {
          const stored = await storedResult(database, hash);
          const document = documentOf(stored);
          return { sha256: stored.sha256, document, stale: await staleText(database, document) };
        };
        return [await side(a), await side(b)] as const;
      });
      const compared = comparedResults(one.document, other.document);
      const head = [one, other].map(({ sha256, stale }) => ({
        ...{ sha256, staleBecause: stale ?? null },
      }));
      await print(
        json
          ? `${JSON.stringify({ results: head, ...compared }, null, 2)}\n`
          : `${textOf(one, other, compared)}\n`,
      );
    });
}

function textOf(one: Side, other: Side, { isSameRows, asked, metrics }: Compared): string {
  const columns = [
    { head: '', align: 'left' } as const,
    ...[one, other].map(({ sha256 }) => ({ head: sha256.slice(0, 12), align: 'right' }) as const),
  ];
  const rows = (all: Compared['asked']) =>
    all.map(({ name, a, b }) => [name, valueText(a), valueText(b)]);
  const stale = [one, other].flatMap(({ sha256, stale: because }) =>
    because === undefined ? [] : [`STALE ${sha256.slice(0, 12)}: ${because}`],
  );
  return [
    ...stale,
    isSameRows
      ? 'Both stand on the same rows.'
      : 'They stand on other rows: not only what was asked otherwise may be the reason for what differs.',
    '',
    asked.length === 0
      ? 'The same was asked of both.'
      : textTable(columns, [['Asked otherwise', '', ''], ...rows(asked)]),
    '',
    textTable(columns, rows(metrics)).trimEnd(),
    '',
    'Not modelled:',
    ...[...new Set([...one.document.notModelled, ...other.document.notModelled])].map(
      (text) => `  - ${text}`,
    ),
  ].join('\n');
}

function valueText(value: string | number | null): string {
  if (value === null) return 'none';
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(value.toPrecision(6)).toString()
    : String(value);
}
