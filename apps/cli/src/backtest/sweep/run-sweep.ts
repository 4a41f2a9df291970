import { wishedFolds, wishedLengths } from '@fullcarry/contracts/backtest/fold-wish';
import type { SweepSearch } from '@fullcarry/contracts/backtest/sweep-search';
import { sweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import type { SweepKind } from '@fullcarry/domain/backtest/sweep/sweep-document';
import { storedDocument } from '@fullcarry/history/backtest/do-backtest';
import { doneSweep } from '@fullcarry/history/backtest/sweep/done-sweep';
import { SweepStore } from '@fullcarry/history/backtest/sweep/sweep-store';
import { Option, type Command } from 'commander';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { withDatabase } from '../../database/with-database.js';
import { countText } from '../../output/count-text.js';
import { note, print } from '../../output/output.js';
import { ProgressNote } from '../../output/progress-note.js';
import { asUsage, UsageError } from '../../usage-error.js';
import { resolveBacktest } from '../resolve-backtest.js';
import { addBacktestOptions, askedRun, whole } from '../backtest-options.js';
import { refused } from '../refused.js';
import { addFoldOptions, askedFolds } from './fold-options.js';
import { searched } from './searched.js';
import { sweepReport } from './sweep-report.js';

const flags = z.object({
  database: z.string().optional(),
  json: z.boolean().default(false),
  threads: z.number(),
});

/** The options of whatever tries many settings on the same rows. */
export function addSweepOptions(command: Command): Command {
  command
    .addOption(
      new Option('--threads <many>', 'runs at once; the result is the same for any')
        .argParser(whole)
        .default(availableParallelism(), 'one per core'),
    )
    .option('--json', 'the whole document with every run, as it is hashed');
  return addBacktestOptions(addFoldOptions(command));
}

/** Tries, keeps what came out under its hash, and prints it. Errors: UsageError. */
export async function runSweep(
  kind: SweepKind,
  search: SweepSearch,
  options: unknown,
): Promise<void> {
  const { database: named, json, threads } = flags.parse(options);
  if (threads < 1 || threads > 256) throw new UsageError('--threads is 1 to 256');
  const wish = askedRun(options);
  const candidates = searched(wish.settings, search);
  const asked = askedFolds(options);
  const folds = asUsage(() => wishedFolds(wish.window, asked, candidates));
  const origin = { search, lengths: wishedLengths(asked, candidates) };
  const progress = new ProgressNote();
  await refused(json, () =>
    withDatabase(named, async (database) => {
      const beganMs = performance.now();
      const base = await resolveBacktest(database, wish);
      progress.report(`Reading ${base.rows.symbols.length} markets`, true);
      const done = await doneSweep(database, base, { kind, candidates, folds }, origin, {
        threads,
        progress: (news) =>
          progress.report(`Played ${news.done} of ${news.of} runs`, news.done % 100 === 0),
      });
      progress.clear();
      await new SweepStore(database).save(storedDocument(base, done, Date.now()));
      const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
      note(`Done in ${seconds} s: ${countText(done.document.tried)} runs on ${threads} threads`);
      const document = sweepDocumentV1.parse(JSON.parse(done.text));
      await print(json ? `${done.text}\n` : `${sweepReport(document, done.sha256)}\n`);
    }),
  );
  progress.clear();
}
