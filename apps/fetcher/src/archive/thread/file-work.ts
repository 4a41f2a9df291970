import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { PublishedFile } from '@fullcarry/exchange/archive/archive';
import { DatabaseUnusableError } from '@fullcarry/history/database/database-unusable-error';
import type { Answer } from '@fullcarry/history/rows/store-answer';
import type { MessagePort } from 'node:worker_threads';

// What the fetcher and its thread for files say to each other. Both are of one build, so that it is typed and not parsed.

/** Six numbers a candle: `PackedCandles`. */
type Numbers = Float64Array<ArrayBuffer>;

/** Unpack a file, check all of it, and give the rows that open in the windows. */
export interface ReadFile {
  readonly kind: 'read';
  readonly file: Pick<PublishedFile, 'path' | 'bytes'>;
  /** The stretch that the file is of. */
  readonly window: TimeWindow;
  readonly stepMs: number;
  readonly windows: readonly TimeWindow[];
}

/** Store a piece of its rows. */
export interface StorePiece {
  readonly kind: 'store';
  readonly answer: Omit<Answer, 'content'>;
  readonly rows: Numbers;
  readonly time: { readonly nowMs: number; readonly confirmMs: number };
}

export type FileWork = ReadFile | StorePiece;

/** The rows of a file that open in the windows, and the stretches of these in which none is lacking. */
export interface FileRows {
  readonly rows: Numbers;
  readonly whole: readonly TimeWindow[];
}

/** An error is no value that passes between threads: its kind is sent in words. */
export interface ThreadFault {
  readonly kind: 'refused' | 'unusable' | 'failed';
  readonly reason: string;
  readonly context: ErrorContext;
}

export type WorkEnd<Result> = { readonly done: Result } | { readonly fault: ThreadFault };

/** A piece of work, and where its end is to be reported. */
export interface ThreadRequest {
  readonly work: FileWork;
  readonly reply: MessagePort;
}

export function faultOf(error: unknown): ThreadFault {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof DataIntegrityError) {
    return { kind: 'refused', reason, context: error.context };
  }
  return {
    kind: error instanceof DatabaseUnusableError ? 'unusable' : 'failed',
    reason,
    context: {},
  };
}

export function errorOf({ kind, reason, context }: ThreadFault): Error {
  if (kind === 'refused') return new DataIntegrityError(reason, context);
  return kind === 'unusable' ? new DatabaseUnusableError(reason) : new Error(reason);
}
