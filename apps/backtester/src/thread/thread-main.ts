import type { AskedSweep } from '@fullcarry/contracts/jobs/job-backtest-v1';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { doBacktest } from '@fullcarry/history/backtest/do-backtest';
import { UnprovenWindowError } from '@fullcarry/history/backtest/unproven-window-error';
import { DatabaseUnusableError } from '@fullcarry/history/database/database-unusable-error';
import { openDatabase } from '@fullcarry/history/database/open-database';
import type { SweepNews } from '@fullcarry/history/backtest/sweep/sweep-progress';
import { parentPort, workerData } from 'node:worker_threads';
import { sweepOf } from './sweep-of.js';
import { threadTask, type ThreadMessage } from './thread-message.js';

// One backtest, or one sweep, from its rows to its document, in a thread of its own: see run-in-thread.ts.

const EVERY_MS = 100;

function send(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

/** An error is no value that passes between threads: its kind is sent in words. */
function endOf(error: unknown): ThreadMessage {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof DatabaseUnusableError) return { kind: 'unusable', reason };
  if (error instanceof TransientError) return { kind: 'later', reason };
  const isRefused = error instanceof UnprovenWindowError || error instanceof PermanentError;
  return { kind: isRefused ? 'refused' : 'failed', reason };
}

async function run(): Promise<ThreadMessage> {
  const { databaseUrl, asked, sweep, threads } = threadTask.parse(workerData);
  const database = await openDatabase(databaseUrl, { poolSize: 1 });
  try {
    const { sha256, text } = sweep
      ? await sweepOf(database, asked, sweep, { threads, progress: publishSwept(sweep) })
      : await doBacktest(database, asked, {
          progress: nowAndThen((share) => send({ kind: 'progress', share })),
        });
    return { kind: 'done', sha256, text };
  } finally {
    await database.close();
  }
}

/** Each run of a sweep is a long while: all are reported. */
function publishSwept({ kind }: AskedSweep) {
  return ({ share, done, of, best }: SweepNews) => {
    const found = best ? { chosen: { ...best.chosen }, netUsdt: best.netUsdt } : null;
    send({ kind: 'progress', share, sweep: { kind, done, of, best: found } });
  };
}

function nowAndThen(report: (share: number) => void): (share: number) => void {
  let reportedMs = -Infinity;
  return (share) => {
    const nowMs = performance.now();
    if (nowMs - reportedMs < EVERY_MS) return;
    reportedMs = nowMs;
    report(share);
  };
}

send(await run().catch(endOf));
