import { copyHistory, CopyRefusedError } from '@fullcarry/history/copy/copy-history';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { masked } from '@fullcarry/platform/settings/parse-environment';
import { Command } from 'commander';
import { z } from 'zod';
import { chooseDatabase } from '../database/choose-database.js';
import { urlOption } from '../database/database-option.js';
import { many } from '../output/count-text.js';
import { print } from '../output/output.js';
import { ProgressNote } from '../output/progress-note.js';
import { RowMeter } from '../output/row-meter.js';
import { UsageError } from '../usage-error.js';

const flags = z.object({ from: z.string(), to: z.string() });

export function copyCommand(): Command {
  return new Command('copy')
    .description('copy a history, and the desk’s ledger, between SQLite and PostgreSQL')
    .addOption(
      urlOption(
        '--from <url>',
        'what is copied: file:<path> or postgresql://…',
      ).makeOptionMandatory(),
    )
    .addOption(
      urlOption('--to <url>', 'an empty database, or a copy that was begun').makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      `
The copy is what the source held when it began. What is written meanwhile is not in it: where the copy takes
the source's place, stop the fetchers and the orchestrator first. A copy that was interrupted goes on where it
was when it is started again. At the end every certificate is recomputed from the rows that arrived; exit 1 on any difference.
A target that holds something else is refused, and nothing in it is changed.

Examples:
  $ npm run fullcarry -- copy --from file:./data/fullcarry.db --to postgresql://127.0.0.1/fullcarry
  $ npm run fullcarry -- copy --from postgresql://127.0.0.1/fullcarry --to file:./laptop.db`,
    )
    .action(async (options: unknown) => {
      const { from, to } = flags.parse(options);
      if (from === to) throw new UsageError('The source and the target are the same database');
      await print(await copied(chooseDatabase(from, {}, process.cwd()).url, to));
      // The schema engine leaves a timer of ten seconds behind that nobody waits for.
      process.exit(0);
    });
}

async function copied(fromUrl: string, toUrl: string): Promise<string> {
  const opened: Database[] = [];
  const progress = new ProgressNote();
  try {
    const from = await openDatabase(fromUrl);
    opened.push(from);
    const to = await openDatabase(toUrl);
    opened.push(to);
    const meter = new RowMeter('Copied');
    const { rows, certificatesVerified } = await copyHistory(from, to, (step) => {
      progress.report(meter.text(step), meter.isStep(step));
    });
    const [candles, rates] = [rows.get('candle') ?? 0, rows.get('funding_rate') ?? 0];
    return `Copied ${many(candles, 'candle')} and ${many(rates, 'funding rate')} to ${masked(toUrl)}; ${many(certificatesVerified, 'certificate')} verified\n`;
  } catch (error) {
    if (error instanceof CopyRefusedError) throw new Error(error.message, { cause: error });
    throw error;
  } finally {
    progress.clear();
    for (const database of opened) await database.close();
  }
}
