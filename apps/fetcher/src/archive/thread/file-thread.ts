import type { Database } from '@fullcarry/history/database/database';
import type { Stored } from '@fullcarry/history/rows/store-answer';
import { MessageChannel, Worker, type Transferable } from 'node:worker_threads';
import {
  errorOf,
  type FileRows,
  type FileWork,
  type ReadFile,
  type StorePiece,
  type WorkEnd,
} from './file-work.js';

/** Without work for so long the thread is ended, and its memory given back: files come by the hundred, or once a day. */
const IDLE_MS = 30_000;

/**
 * Reads files of an archive and stores their rows in a thread of its own, which has a connection to the database: beside
 * the API's pages, proofs and answers they would take half of the fetcher's one thread (docs/adr/0054-a-thread-for-files.md).
 * Started by the first file.
 *
 * Errors of all work: DataIntegrityError, DatabaseUnusableError; Error for whatever else ended it, and when the thread did.
 */
export class FileThread {
  private worker: Worker | undefined;
  private inHand = 0;
  private idle: NodeJS.Timeout | undefined;
  private fault: unknown;

  /** `database`: the process's own, beside whose transactions the thread's are not; `databaseUrl`: its address. */
  constructor(
    private readonly database: Database,
    private readonly databaseUrl: string,
  ) {}

  /** The bytes are handed over: whoever asks has them no more. */
  read(work: Omit<ReadFile, 'kind'>): Promise<FileRows> {
    return this.ask({ kind: 'read', ...work }, [work.file.bytes.buffer]);
  }

  /** The rows are handed over as well. */
  store(work: Omit<StorePiece, 'kind'>): Promise<Stored> {
    return this.database.inTurn(() => this.ask({ kind: 'store', ...work }, [work.rows.buffer]));
  }

  /** Ends the thread; a transaction that it is in is undone. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { worker } = this;
    // Who asks from now on has a new one.
    this.worker = undefined;
    await worker?.terminate();
  }

  private async ask<Result>(work: FileWork, moved: Transferable[]): Promise<Result> {
    clearTimeout(this.idle);
    this.inHand += 1;
    try {
      return await this.ended<Result>(work, moved);
    } finally {
      this.inHand -= 1;
      if (this.inHand === 0) this.idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    }
  }

  private ended<Result>(work: FileWork, moved: Transferable[]): Promise<Result> {
    const worker = this.running();
    const { port1: mine, port2: reply } = new MessageChannel();
    return new Promise((resolve, reject) => {
      mine.once('message', (end: WorkEnd<Result>) => {
        if ('done' in end) resolve(end.done);
        else reject(errorOf(end.fault));
      });
      // After an end that was reported it changes nothing.
      mine.once('close', () => {
        const cause = this.fault;
        reject(new Error('The thread for files ended in the middle of its work', { cause }));
      });
      worker.postMessage({ work, reply }, [reply, ...moved]);
    });
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL('./file-thread-main.js', import.meta.url), {
      workerData: { databaseUrl: this.databaseUrl },
    });
    worker.once('error', (error: unknown) => (this.fault = error));
    worker.once('exit', () => {
      if (this.worker === worker) this.worker = undefined;
    });
    this.worker = worker;
    return worker;
  }
}
