import { foldsOf, type FoldLengths } from '@fullcarry/domain/backtest/walk-forward/folds';
import {
  walkForward,
  type WalkForward,
} from '@fullcarry/domain/backtest/walk-forward/walk-forward';
import { percent } from '@fullcarry/domain/desk/decide/verdict';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import type { SettingValue } from '@fullcarry/contracts/values';
import { deskSettings, type DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { InvalidArgumentError, Option, Command } from 'commander';
import { z } from 'zod';
import { withDatabase } from '../database/with-database.js';
import { many } from '../output/count-text.js';
import { minuteText } from '../output/instant.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { textTable } from '../output/text-table.js';
import { UsageError } from '../usage-error.js';
import { addBacktestOptions, backtestWish, whole } from './backtest-options.js';
import { askedBacktest, inputOf } from './do-backtest.js';
import { refused } from './refused.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  kind: z.enum(['rolling', 'anchored']),
  train: z.number(),
  test: z.number(),
  purge: z.number().optional(),
  grid: z.record(z.string(), z.array(z.number())).default({}),
});

/** Ten days of settlements each 8 h are needed before anything is opened. */
const LEAST_TRAINING_DAYS = 20;

export function walkForwardCommand(): Command {
  const command = new Command('walk-forward')
    .description('choose settings on what came before and judge them on what came after')
    .addOption(
      new Option('--kind <kind>', 'learn from as long a stretch, or from all before')
        .choices(['rolling', 'anchored'])
        .default('rolling'),
    )
    .option('--train <days>', 'what a fold learns from', whole, 90)
    .option('--test <days>', 'what it is tested on', whole, 30)
    .option('--purge <days>', 'between the two (default: the holding time, the least)', whole)
    .option('--grid <name=a,b,c>', 'values of one setting to choose from; may be given again', grid)
    .option('--json', 'for programs');
  return addBacktestOptions(command)
    .addHelpText('after', HELP)
    .action((options: unknown) => run(options));
}

async function run(options: unknown): Promise<void> {
  const { database: named, json, kind, train, test, purge, grid: values } = flags.parse(options);
  const wish = backtestWish(options);
  if (train < LEAST_TRAINING_DAYS) {
    throw new UsageError(
      `--train is at least ${LEAST_TRAINING_DAYS}: nothing is opened before 30 settlements are known`,
    );
  }
  const candidates = candidatesOf(wish.settings, values);
  const holdingMs = Math.max(...candidates.map(({ holdingHours }) => holdingHours)) * HOUR_MS;
  const purgeMs = purge === undefined ? Math.ceil(holdingMs / DAY_MS) * DAY_MS : purge * DAY_MS;
  const lengths = { kind, trainMs: train * DAY_MS, testMs: test * DAY_MS, purgeMs };
  const folds = foldsIn(wish.window, lengths, holdingMs);
  const progress = new ProgressNote();
  await refused(json, () =>
    withDatabase(named, async (database) => {
      const asked = await askedBacktest(database, wish);
      const read = await readHistories(database, asked.rows);
      const result = await walkForward(inputOf(asked, read), candidates, folds, (done, of) =>
        progress.tell(`Played ${done} of ${of} runs`, done % 10 === 0),
      );
      progress.clear();
      const assumed = read.assumed.map(({ name, text }) => `  - ${name}: ${text}`);
      const chosenFrom = candidates.map((one) => chosenText(one, Object.keys(values)));
      await print(
        json
          ? `${JSON.stringify({ ...result, dataset: read.dataset, candidates, assumed: read.assumed }, null, 2)}\n`
          : `${reportOf(result, chosenFrom)}\nAssumed:\n${assumed.join('\n')}\n`,
      );
    }),
  );
}

function foldsIn(...asked: [{ fromMs: number; toMs: number }, FoldLengths, number]) {
  try {
    return foldsOf(...asked);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** Every combination of the values, in the order in which they were typed. */
function candidatesOf(
  settings: DeskSettings,
  values: Readonly<Record<string, readonly number[]>>,
): readonly DeskSettings[] {
  let all: readonly Readonly<Record<string, number>>[] = [{}];
  for (const [name, some] of Object.entries(values)) {
    all = all.flatMap((before) => some.map((value) => ({ ...before, [name]: value })));
  }
  return all.map((one) => {
    const parsed = deskSettings.safeParse({ ...settings, ...one });
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new UsageError(`--grid: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  });
}

function chosenText(settings: DeskSettings, names: readonly string[]): string {
  const all: Readonly<Record<string, SettingValue>> = settings;
  return names.map((name) => `${name}=${all[name]}`).join(' ') || 'the settings as they are';
}

function reportOf(
  { outOfSample, inSample, folds, trials, overfitting }: WalkForward,
  candidates: readonly string[],
): string {
  const rows = folds.map((fold) => [
    minuteText(fold.test.fromMs).slice(0, 10),
    minuteText(fold.test.toMs).slice(0, 10),
    candidates[fold.chosen] ?? '',
    fold.outOfSampleNetUsdt.toFixed(2),
    fold.inSampleNetUsdt.toFixed(2),
  ]);
  const columns = [
    ...['tested from', 'to', 'chosen before'].map((head) => ({ head, align: 'left' }) as const),
    ...['net USDT', 'where it was chosen'].map((head) => ({ head, align: 'right' }) as const),
  ];
  const ratio = (value: number | undefined) => value?.toFixed(2) ?? 'not to be told';
  return [
    `Out of sample   ${percent(outOfSample.yearlyYield)} a year on the equity, net ${outOfSample.netUsdt.toFixed(2)} USDT in ${outOfSample.days} days; ${outOfSample.profitableFolds} of ${many(folds.length, 'test')} earned`,
    `Sharpe          ${ratio(outOfSample.sharpe)}; above what ${many(trials.length, 'trial')} find by luck with ${outOfSample.deflatedSharpe === undefined ? 'a probability that can’t be told' : percent(outOfSample.deflatedSharpe)}`,
    `Overfitting     ${overfitting === undefined ? 'not to be told of one candidate, or of less than 32 days' : `${percent(overfitting.probability)} of ${many(overfitting.splits, 'split')}`}`,
    `In sample       ${percent(inSample.yearlyYield)} a year: what it was chosen by, and no promise`,
    '',
    textTable(columns, rows),
  ].join('\n');
}

function grid(text: string, before: Readonly<Record<string, number[]>> = {}) {
  const [, name, list] = /^(\w+)=(-?[\d.]+(?:,-?[\d.]+)*)$/.exec(text) ?? [];
  const values = list?.split(',').map(Number) ?? [];
  if (name === undefined || values.length === 0 || values.some(Number.isNaN)) {
    throw new InvalidArgumentError('Allowed is a name and numbers: entryNetYield=0.02,0.05,0.1');
  }
  return { ...before, [name]: values };
}

const HELP = `
Each fold chooses what earned most on its training, and is judged on a test that comes after a purge at least as long as a
position is expected to be held. The headline is out of sample; every run is logged in --json.

Example:
  $ npm run fullcarry -- backtest walk-forward --from 2026-01-01 --to 2026-10-01 --grid entryNetYield=0.02,0.05,0.1 --grid holdingHours=240,480 --assume fine-lots`;
