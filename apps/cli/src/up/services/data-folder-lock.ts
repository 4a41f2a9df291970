import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.js';
import { isAlive, processCommand } from './process-command.js';

/** The data folder is used by another copy, or can't be used: the message says what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

export interface DataFolderLock {
  /** The copy that held it before is gone without having released it; its services may still be ending. */
  readonly wasLeft: boolean;
  release(): void;
}

/**
 * Takes the data folder for this process, so that two copies never share one database and one NATS store.
 * A lock whose process is gone is taken over.
 *
 * Errors: DataFolderError when a living process holds it, or the folder can't be written.
 */
export function lockDataFolder(folder: string): DataFolderLock {
  const file = join(folder, 'fullcarry.lock');
  try {
    mkdirSync(folder, { recursive: true });
    for (let wasLeft = false; ; wasLeft = true) {
      if (take(file)) return { wasLeft, release: () => rmSync(file, { force: true }) };
      const holder = Number(readFileSync(file, 'utf8'));
      if (isAnotherCopy(holder)) {
        throw new DataFolderError(
          `${file} is held by process ${holder}, another copy that runs: stop it, or use another folder with --data`,
        );
      }
      rmSync(file, { force: true });
    }
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`The data folder ${folder} can't be written: ${reason}`, {
      cause: error,
    });
  }
}

function take(file: string): boolean {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Numbers of processes are given anew after a restart of the machine: a copy of this is a Node process. */
function isAnotherCopy(pid: number): boolean {
  if (pid === process.pid || !isAlive(pid)) return false;
  const command = processCommand(pid);
  return command === undefined || command.includes('node');
}
