import { judgeSignals, USUAL_LENGTHS } from '@fullcarry/domain/backtest/judge/judge-signals';
import { signalSamples } from '@fullcarry/domain/backtest/judge/signal-samples';
import { roundTripCost } from '@fullcarry/domain/desk/observe/round-trip-cost';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { readElsewhere } from '@fullcarry/history/backtest/read-elsewhere';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { Command } from 'commander';
import { z } from 'zod';
import { addBacktestOptions, askedRun, whole } from '../backtest/backtest-options.js';
import { resolveBacktest } from '../backtest/resolve-backtest.js';
import { refused } from '../backtest/refused.js';
import { withDatabase } from '../database/with-database.js';
import { print } from '../output/output.js';
import { UsageError } from '../usage-error.js';
import { judgeDocument, judgeReport } from './judge-report.js';
import { keepStudy } from './keep-study.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  train: z.number(),
  test: z.number(),
});

export function judgeCommand(): Command {
  const { trainMs, testMs } = USUAL_LENGTHS;
  const command = new Command('judge')
    .description('what each signal says of the carry of the next day and week, out of sample')
    .option('--train <days>', 'before the first test', whole, trainMs / DAY_MS)
    .option('--test <days>', 'after which the direction is learnt anew', whole, testMs / DAY_MS)
    .option('--json', 'for programs');
  return addBacktestOptions(command)
    .addHelpText(
      'after',
      `
One sample a market and UTC day. IC is the rank correlation with the carry that came, in the direction that the days before had
shown; added is what of it is left beside the carry that is expected in two speeds; error what a weight that was learnt before does to
that one's squared error. Of the settings the fees and the slippage count, for what its turnover costs.

Example:
  $ npm run fullcarry -- signals judge --from 2026-01-01 --to 2026-10-01 --symbols BTCUSDT,ETHUSDT,SOLUSDT --assume fine-lots`,
    )
    .action((options: unknown) => run(options));
}

async function run(options: unknown): Promise<void> {
  const { database: named, json, train, test } = flags.parse(options);
  if (train < 1 || test < 1) throw new UsageError('--train and --test are at least 1 day');
  const wish = askedRun(options);
  await refused(json, () =>
    withDatabase(named, async (database) => {
      const { rows, settings, execution } = await resolveBacktest(database, wish);
      const { markets, dataset, assumed } = await readHistories(database, rows);
      const elsewhere = await readElsewhere(database, rows);
      const stepMs = timeframeMs(rows.timeframe);
      const samples = markets.map((market) =>
        signalSamples(market, rows.window, stepMs, execution, elsewhere.get(market.symbol)),
      );
      const roundTrip = roundTripCost(settings, { long: 'spot', short: 'perpetual' });
      const lengths = { trainMs: train * DAY_MS, testMs: test * DAY_MS };
      const judged = judgeSignals(samples, rows.window, roundTrip, lengths);
      const about = { dataset, assumed };
      const document = judgeDocument(judged, about, rows.window);
      await keepStudy(database, { kind: 'signals', venue: rows.exchange, document });
      await print(json ? document : judgeReport(judged, about));
    }),
  );
}
