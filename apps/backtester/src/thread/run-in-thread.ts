import { Worker } from 'node:worker_threads';
import {
  threadMessage,
  type ThreadEnd,
  type ThreadProgress,
  type ThreadTask,
} from './thread-message.js';

export interface ThreadRun extends ThreadTask {
  /** Ends the thread at once. */
  readonly signal: AbortSignal;
  readonly progress: (message: ThreadProgress) => void;
}

/**
 * Runs a backtest, or a sweep, in a thread of its own. A run never gives the event loop a turn: beside it no job could be said to be
 * worked on, no command answered and no run given up. A new thread for each, since all that it read goes with it.
 */
export function runInThread({ signal, progress, ...task }: ThreadRun): Promise<ThreadEnd> {
  if (signal.aborted) return Promise.resolve({ kind: 'aborted' });
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./thread-main.js', import.meta.url), { workerData: task });
    const end = (how: ThreadEnd) => {
      signal.removeEventListener('abort', abort);
      resolve(how);
    };
    const abort = () => {
      end({ kind: 'aborted' });
      void worker.terminate();
    };
    signal.addEventListener('abort', abort);
    worker.on('message', (received: unknown) => {
      const message = threadMessage.parse(received);
      if (message.kind === 'progress') progress(message);
      else end(message);
    });
    worker.on('error', (error: unknown) => end({ kind: 'failed', reason: whyOf(error) }));
    // After an end that was reported it changes nothing.
    worker.on('exit', (code) =>
      end({ kind: 'failed', reason: `The thread ended by itself, with code ${code}` }),
    );
  });
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isFull
    ? 'Its rows do not fit into the memory of a thread: ask for fewer markets or days'
    : error.message;
}
