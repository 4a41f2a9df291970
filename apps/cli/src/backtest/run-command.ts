import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { doBacktest, storedDocument } from '@fullcarry/history/backtest/do-backtest';
import { Command } from 'commander';
import { z } from 'zod';
import { withDatabase } from '../database/with-database.js';
import { note, print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { resolveBacktest } from './resolve-backtest.js';
import { addBacktestOptions, askedRun } from './backtest-options.js';
import { backtestReport } from './backtest-report.js';
import { refused } from './refused.js';
import { documentOf } from './stored-results.js';

const flags = z.object({ database: z.string().optional(), json: z.boolean().default(false) });

export function runCommand(): Command {
  const command = new Command('run')
    .description('play a window of proven history to the desk, and keep the result under its hash')
    .option('--json', 'the whole document, as it is hashed');
  return addBacktestOptions(command)
    .addHelpText('after', HELP)
    .action(async (options: unknown) => {
      const { database: named, json } = flags.parse(options);
      const wish = askedRun(options);
      const progress = new ProgressNote();
      await refused(json, () =>
        withDatabase(named, async (database) => {
          const beganMs = performance.now();
          const asked = await resolveBacktest(database, wish);
          progress.report(`Reading ${asked.rows.symbols.length} markets`, true);
          let tenth = 0;
          const done = await doBacktest(database, asked, {
            progress: (share) => {
              const isStep = Math.floor(share * 10) > tenth;
              tenth = Math.floor(share * 10);
              progress.report(`Playing: ${Math.floor(share * 100)} %`, isStep);
            },
          });
          progress.clear();
          const stored = storedDocument(asked, done, Date.now());
          await new BacktestStore(database).save(stored);
          note(`Done in ${((performance.now() - beganMs) / 1_000).toFixed(1)} s`);
          const text = json ? done.text : backtestReport(documentOf(stored), done.sha256);
          await print(`${text}\n`);
        }),
      );
      progress.clear();
    });
}

const HELP = `
The desk's own decisions and books on what was published by then. A window that is not proven is refused with its place;
nothing is filled in. Days are UTC and half-open: --from is in it, --to is not. What it means: docs/BACKTEST.md.

Settings (--set): the desk's, such as entryNetYield, holdingHours, notionalPerMarketUsdt, slippageBps.

Exit codes: 0 done · 1 refused, or it failed · 2 wrong input

Examples:
  $ npm run fullcarry -- backtest run --from 2026-01-01 --to 2026-07-01 --assume flat-basis --assume fine-lots
  $ npm run fullcarry -- backtest run --from 2026-01-01 --to 2026-07-01 --symbols BTCUSDT,ETHUSDT --preset aggressive --set maxPaidBps=10 --assume fine-lots
  $ npm run --silent fullcarry -- backtest run … --json | jq .attribution`;
