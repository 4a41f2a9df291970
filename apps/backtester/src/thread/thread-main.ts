import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { doBacktest } from '@fullcarry/history/backtest/do-backtest';
import { UnprovenWindowError } from '@fullcarry/history/backtest/unproven-window-error';
import { DatabaseUnusableError } from '@fullcarry/history/database/database-unusable-error';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { parentPort, workerData } from 'node:worker_threads';
import { threadTask, type ThreadWord } from './thread-word.js';

// One backtest, from its rows to its document, in a thread of its own: see run-in-thread.ts.

const EVERY_MS = 100;

function say(word: ThreadWord): void {
  parentPort?.postMessage(word);
}

/** An error is no value that passes between threads: its kind is told in words. */
function endOf(error: unknown): ThreadWord {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof DatabaseUnusableError) return { kind: 'unusable', reason };
  if (error instanceof TransientError) return { kind: 'later', reason };
  const isRefused = error instanceof UnprovenWindowError || error instanceof PermanentError;
  return { kind: isRefused ? 'refused' : 'failed', reason };
}

async function run(): Promise<ThreadWord> {
  const { databaseUrl, asked } = threadTask.parse(workerData);
  const database = await openDatabase(databaseUrl, { poolSize: 1 });
  try {
    let saidMs = -Infinity;
    const { sha256, text } = await doBacktest(database, asked, {
      progress: (share) => {
        const nowMs = performance.now();
        if (nowMs - saidMs < EVERY_MS) return;
        saidMs = nowMs;
        say({ kind: 'progress', share });
      },
    });
    return { kind: 'done', sha256, text };
  } finally {
    await database.close();
  }
}

say(await run().catch(endOf));
