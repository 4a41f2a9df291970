import type { DecisionReportV1 } from '@fullcarry/contracts/backtest/decision-report-v1';
import { PermanentError } from '@fullcarry/domain/errors';
import { Worker } from 'node:worker_threads';
import { decideMessage, type DecideTask } from './decide-message.js';

/**
 * Plays a stored result again in a thread of its own, as runs are played (decision 52), and returns its decisions.
 *
 * Errors: PermanentError where it can't be had, and when the service stops; Error for a fault.
 */
export function decideInThread(
  task: DecideTask,
  stopping: AbortSignal,
): Promise<readonly DecisionReportV1[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./decide-main.js', import.meta.url), { workerData: task });
    const stop = () => {
      reject(new PermanentError('This backtester stops: ask again'));
      void worker.terminate();
    };
    if (stopping.aborted) stop();
    stopping.addEventListener('abort', stop);
    worker.on('message', (received: unknown) => {
      const message = decideMessage.parse(received);
      if (message.kind === 'decided') resolve(message.decisions);
      else if (message.kind === 'refused') reject(new PermanentError(message.reason));
      else reject(new Error(message.reason));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      stopping.removeEventListener('abort', stop);
      // After an end that was reported it changes nothing.
      reject(new Error(`The thread ended by itself, with code ${code}`));
    });
  });
}
