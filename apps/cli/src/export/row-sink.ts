import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { print } from '../output/output.js';
import { UsageError } from '../usage-error.js';

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
    throw new UsageError(`${path} can’t be written: ${reasonOf(error, path)}`, { cause: error });
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

/** In the words of the person who named the file: the name with which it begins is ours. */
function reasonOf(error: unknown, path: string): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return `there is no folder ${dirname(path)}`;
  if (code === 'ENOTDIR') return `${dirname(path)} is no folder`;
  if (code === 'EACCES' || code === 'EPERM')
    return `the folder ${dirname(path)} may not be written to`;
  return error instanceof Error ? error.message : String(error);
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
