import {
  compareStrategies,
  type ComparedRun,
  type Comparison,
} from '@fullcarry/domain/backtest/judge/compare-strategies';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { Command } from 'commander';
import { z } from 'zod';
import { addBacktestOptions, askedRun, whole } from '../backtest/backtest-options.js';
import { inputOf } from '@fullcarry/history/backtest/do-backtest';
import { resolveBacktest } from '../backtest/resolve-backtest.js';
import { refused } from '../backtest/refused.js';
import { withDatabase } from '../database/with-database.js';
import { countText } from '../output/count-text.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { textTable } from '../output/text-table.js';
import { UsageError } from '../usage-error.js';
import type { About } from './judge-report.js';
import { keepStudy } from './keep-study.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  learn: z.number(),
});

export function compareCommand(): Command {
  const command = new Command('compare')
    .description('every strategy with fixed and dynamic sizes, over the same rows')
    .option('--learn <days>', 'before anything is traded', whole, 30)
    .option('--json', 'for programs');
  return addBacktestOptions(command)
    .addHelpText(
      'after',
      `
Nothing is chosen by what a run earned. Beside each stands by how much it earned more than the desk's default, and the deflated
Sharpe ratio by the number of runs; below, how probable it is that choosing the best of them overfits.

Example:
  $ npm run fullcarry -- signals compare --from 2026-01-01 --to 2026-10-01 --symbols BTCUSDT,ETHUSDT,SOLUSDT --assume fine-lots`,
    )
    .action((options: unknown) => run(options));
}

async function run(options: unknown): Promise<void> {
  const { database: named, json, learn } = flags.parse(options);
  const wish = askedRun(options);
  const tradeFromMs = wish.window.fromMs + learn * DAY_MS;
  if (tradeFromMs >= wish.window.toMs) throw new UsageError('--learn leaves no day to trade');
  const progress = new ProgressNote();
  await refused(json, () =>
    withDatabase(named, async (database) => {
      const asked = await resolveBacktest(database, wish);
      const read = await readHistories(database, asked.rows);
      const input = { ...inputOf(asked, read), tradeFromMs };
      const compared = await compareStrategies(input, (done, of) =>
        progress.report(`Played ${done} of ${of} runs`, true),
      );
      progress.clear();
      const { dataset, assumed } = read;
      const { window } = asked.rows;
      const comparison = { v: 1, ...compared, learnDays: learn, window, dataset, assumed };
      const document = `${JSON.stringify(comparison, null, 2)}\n`;
      await keepStudy(database, { kind: 'strategies', venue: asked.rows.exchange, document });
      await print(json ? document : compareReport(compared, { dataset, assumed }));
    }),
  );
}

export function compareReport(
  { runs, overfitting, days }: Comparison,
  { dataset, assumed }: About,
): string {
  const columns = [
    ...['strategy', 'size'].map((head) => ({ head, align: 'left' }) as const),
    ...[
      ...['trades', 'net USDT', 'a year', 'with 95 %', 'drawdown', 'Sharpe', 'deflated'],
      'more than the first, a year',
    ].map((head) => ({ head, align: 'right' }) as const),
  ];
  return [
    textTable(columns, runs.map(rowOf)),
    '',
    `${days} days. Overfitting of choosing among them: ${overfitting ? `${percent(overfitting.probability)} of ${countText(overfitting.splits)} splits` : 'not to be told of less than 32 days'}`,
    `Rows ${dataset.sha256.slice(0, 12)} of ${dataset.symbols.length} markets, ${dataset.source}.`,
    ...assumed.map(({ name, text }) => `Assumed: ${name}: ${text}`),
    '',
  ].join('\n');
}

function rowOf({ strategy, sizing, metrics, attribution, ...run }: ComparedRun): string[] {
  const { deflatedSharpe, moreThanDefault: more } = run;
  const { yearlyYieldLow: low, yearlyYieldHigh: high } = metrics;
  return [
    strategy,
    sizing,
    countText(metrics.trades),
    Number(attribution.netUsdt).toFixed(2),
    metrics.yearlyYield === undefined ? '–' : percent(metrics.yearlyYield),
    low === undefined || high === undefined ? '–' : `${percent(low)} to ${percent(high)}`,
    percent(metrics.maxDrawdown),
    metrics.sharpe?.toFixed(2) ?? '–',
    deflatedSharpe === undefined ? '–' : percent(deflatedSharpe),
    more ? `${percent(more.mean)} (${percent(more.low)} to ${percent(more.high)})` : '–',
  ];
}
