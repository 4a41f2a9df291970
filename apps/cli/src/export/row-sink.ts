import { open, rename, rm } from 'node:fs/promises';
import { print } from '../output/output.js';

/** Where exported text goes. */
export interface RowSink {
  write(text: string): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
  /** It can't be finished: nothing half-written is left behind. */
  discard(): Promise<void>;
}

/** Standard output. */
export const printed: RowSink = {
  write: print,
  finish: () => Promise.resolve(),
  discard: () => Promise.resolve(),
};

/** A file that has its name only when it is complete: whoever finds it can read it. */
export async function fileSink(path: string): Promise<RowSink> {
  const part = `${path}.part-${process.pid}`;
  const file = await open(part, 'w').catch((error: unknown) => {
    throw new Error(`${path} can’t be written: ${reasonOf(error)}`, { cause: error });
  });
  return {
    write: async (text) => {
      await file.write(text);
    },
    finish: async () => {
      await file.sync();
      await file.close();
      await rename(part, path);
    },
    discard: async () => {
      await file.close();
      await rm(part, { force: true });
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
