import { decisionsFrom } from '@fullcarry/domain/backtest/decisions/decisions-from';
import type { ToldDecision } from '@fullcarry/domain/backtest/decisions/told-decision';
import { DomainError } from '@fullcarry/domain/errors';
import { inputOf } from '@fullcarry/history/backtest/do-backtest';
import { readHistories } from '@fullcarry/history/backtest/read-histories';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { parentPort, workerData } from 'node:worker_threads';
import { decideTask, type DecideMessage } from './decide-message.js';

// Plays a stored result again up to an instant, in a thread of its own: see decide-in-thread.ts.

type Said =
  | Exclude<DecideMessage, { kind: 'told' }>
  | { readonly kind: 'told'; readonly decisions: readonly ToldDecision[] };

function endOf(error: unknown): Said {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof DomainError ? 'refused' : 'failed', reason };
}

async function run(): Promise<Said> {
  const { databaseUrl, asked, datasetSha256, fromMs, most } = decideTask.parse(workerData);
  const database = await openDatabase(databaseUrl, { poolSize: 1 });
  try {
    const read = await readHistories(database, asked.rows);
    if (read.dataset.sha256 !== datasetSha256) {
      const reason =
        'The result is stale, its rows were revised: run the same again and look at that one';
      return { kind: 'refused', reason };
    }
    return { kind: 'told', decisions: await decisionsFrom(inputOf(asked, read), fromMs, most) };
  } finally {
    await database.close();
  }
}

parentPort?.postMessage(await run().catch(endOf));
