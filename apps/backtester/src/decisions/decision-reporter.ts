import { backtestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import type { BacktestDecisionsCommandV1 } from '@fullcarry/contracts/commands/backtest-commands-v1';
import { whatFits } from '@fullcarry/contracts/facts/json-bytes';
import { ASKED_ASSUMPTIONS } from '@fullcarry/domain/backtest/assumptions';
import { ENGINE_VERSION } from '@fullcarry/domain/backtest/result/backtest-document';
import { PermanentError } from '@fullcarry/domain/errors';
import { BacktestStore } from '@fullcarry/history/backtest/backtest-store';
import { rowsOf } from '@fullcarry/history/backtest/stale-result';
import type { Database } from '@fullcarry/history/database/database';
import { MESSAGE_BOUND_BYTES } from '@fullcarry/platform/bus/message-bound';
import type { z } from 'zod';
import { decideInThread } from './decide-in-thread.js';

type Ask = z.output<typeof BacktestDecisionsCommandV1.ask>;
type Reply = z.output<typeof BacktestDecisionsCommandV1.reply>;

/** What stands around the decisions in a reply. */
const AROUND_BYTES = 1_000;

export interface DecisionReporterParts {
  readonly databaseUrl: string;
  readonly database: Database;
  readonly stopping: AbortSignal;
  /** More than these are refused: each keeps a core busy. */
  readonly mostAtOnce: number;
}

/** Reports the decisions of stored results, by playing them again. */
export class DecisionReporter {
  private running = 0;

  constructor(private readonly parts: DecisionReporterParts) {}

  /** Errors: PermanentError for a result that is not stored or stale, and while too many are played. */
  async decide({ sha256, fromMs, most }: Ask): Promise<Reply> {
    const { databaseUrl, database, stopping, mostAtOnce } = this.parts;
    const [stored] = await new BacktestStore(database).named(sha256);
    if (!stored) throw new PermanentError(`No result is stored by the hash ${sha256}`);
    const document = backtestDocumentV1.parse(JSON.parse(stored.document));
    const rows = rowsOf(document);
    if (!rows || document.engine !== ENGINE_VERSION) {
      throw new PermanentError(
        'The result is stale, another engine made it: run the same again and look at that one',
      );
    }
    if (this.running >= mostAtOnce) {
      throw new PermanentError('As many results are played again as may be: ask again in a moment');
    }
    this.running += 1;
    try {
      const { startingEquityUsdt, settings, execution } = document.setup;
      const { symbols, assume } = rows;
      const reports = await decideInThread(
        {
          databaseUrl,
          asked: {
            rows: {
              ...rows,
              symbols: [...symbols],
              assume: ASKED_ASSUMPTIONS.filter((one) => assume.includes(one)),
            },
            ...{ startingEquityUsdt, settings, execution },
          },
          ...{ datasetSha256: document.dataset.sha256, fromMs, most },
        },
        stopping,
      );
      return { v: 1, decisions: whatFits(reports, MESSAGE_BOUND_BYTES - AROUND_BYTES) };
    } finally {
      this.running -= 1;
    }
  }
}
