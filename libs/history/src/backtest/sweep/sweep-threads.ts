import type { BacktestSettings } from '@fullcarry/domain/backtest/backtest-input';
import type { Play } from '@fullcarry/domain/backtest/walk-forward/play';
import { Worker } from 'node:worker_threads';
import type { AskedBacktest } from '../do-backtest.js';
import type { ReadRows } from '../read-histories.js';
import { sharedHistories } from './shared-histories.js';
import { sweepMessage, type SweepRun, type SweptRun, type SweepMessage } from './sweep-message.js';

/** A run that waits for a thread. */
interface Waiting {
  readonly run: SweepRun;
  readonly done: (message: SweepMessage) => void;
  readonly failed: (error: Error) => void;
}

/** Threads that share the rows of a sweep, and the runs that wait for them: each takes the next one as it gets free. */
export class SweepThreads {
  private readonly workers: Worker[] = [];
  private readonly idle: Worker[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly inHand = new Map<Worker, Waiting>();
  private broken: Error | undefined;

  constructor(asked: AskedBacktest, read: ReadRows, threads: number) {
    const workerData = { asked, read: { ...read, markets: sharedHistories(read.markets) } };
    for (let i = 0; i < threads; i += 1) {
      const worker = new Worker(new URL('./sweep-thread-main.js', import.meta.url), {
        workerData,
      });
      worker.on('message', (received: unknown) => this.hear(worker, sweepMessage.parse(received)));
      worker.on('error', (error: unknown) => this.fail(errorOf(error)));
      this.workers.push(worker);
      this.idle.push(worker);
    }
  }

  /** One run of the whole window, as a document. Errors: Error with the run's own reason. */
  async whole(settings: BacktestSettings): Promise<SweptRun> {
    const message = await this.do({ settings });
    if (message.kind === 'whole') return message.run;
    throw new Error(`A thread answered a whole run with ${message.kind}`);
  }

  /** One run of a part of it. Errors: the same. */
  readonly play: Play = async ({ settings, window, tradeFromMs }) => {
    const part = { window, tradeFromMs };
    const message = await this.do({ settings, part });
    if (message.kind === 'part') return message.run;
    throw new Error(`A thread answered a part with ${message.kind}`);
  };

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private do(run: SweepRun): Promise<SweepMessage> {
    return new Promise((done, failed) => {
      if (this.broken) failed(this.broken);
      else this.waiting.push({ run, done, failed });
      this.handOut();
    });
  }

  private handOut(): void {
    while (this.waiting.length > 0) {
      const worker = this.idle.pop();
      if (!worker) return;
      const next = this.waiting.shift();
      if (!next) return;
      this.inHand.set(worker, next);
      worker.postMessage(next.run);
    }
  }

  private hear(worker: Worker, message: SweepMessage): void {
    const asked = this.inHand.get(worker);
    this.inHand.delete(worker);
    this.idle.push(worker);
    if (message.kind === 'failed') asked?.failed(new Error(message.reason));
    else asked?.done(message);
    this.handOut();
  }

  /** A thread that ends takes the sweep with it: a trial that is missing would be no sweep. */
  private fail(error: Error): void {
    this.broken = error;
    for (const { failed } of [...this.inHand.values(), ...this.waiting]) failed(error);
    this.waiting.length = 0;
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
