import { decisionsFrom } from '@fullcarry/domain/backtest/decisions/decisions-from';
import type { DecisionReport } from '@fullcarry/domain/backtest/decisions/decision-report';
import { DomainError } from '@fullcarry/domain/errors';
import { inputOf } from '@fullcarry/history/backtest/do-backtest';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { parentPort, workerData } from 'node:worker_threads';
import { decideTask, type DecideMessage } from './decide-message.js';

// Plays a stored result again up to an instant, in a thread of its own: see decide-in-thread.ts.

type Ending =
  | Exclude<DecideMessage, { kind: 'decided' }>
  | { readonly kind: 'decided'; readonly decisions: readonly DecisionReport[] };

function endOf(error: unknown): Ending {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof DomainError ? 'refused' : 'failed', reason };
}

async function run(): Promise<Ending> {
  const { databaseUrl, asked, datasetSha256, fromMs, most } = decideTask.parse(workerData);
  const database = await openDatabase(databaseUrl, { poolSize: 1 });
  try {
    const read = await readHistories(database, asked.rows);
    if (read.dataset.sha256 !== datasetSha256) {
      const reason =
        'The result is stale, its rows were revised: run the same again and look at that one';
      return { kind: 'refused', reason };
    }
    return { kind: 'decided', decisions: await decisionsFrom(inputOf(asked, read), fromMs, most) };
  } finally {
    await database.close();
  }
}

parentPort?.postMessage(await run().catch(endOf));
