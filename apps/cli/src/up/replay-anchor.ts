import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DataFolderError } from './data-folder-lock.js';

/** A replay plays on for a week after its anchor; then the recordings are used up. */
const LASTS_MS = 7 * 24 * 3600 * 1000;

const anchorFile = z.object({ anchorMs: z.int() });

export interface ReplayAnchor {
  readonly anchorMs: number;
  /** Where the database of the replay before was put aside, when its recordings were used up. */
  readonly putAside: string | undefined;
}

export function replayDatabase(dataFolder: string): string {
  return join(dataFolder, 'replay.db');
}

/**
 * Returns the instant to which the recordings are shifted. It is kept beside the database, so that the
 * same history is there after a restart; when the recordings are used up, a new replay with a database
 * of its own begins, and the old database is kept.
 *
 * Errors: DataFolderError when the file that keeps it can't be read.
 */
export function replayAnchor(dataFolder: string, nowMs: number): ReplayAnchor {
  const file = join(dataFolder, 'replay.json');
  const kept = existsSync(file) ? readAnchor(file) : undefined;
  if (kept !== undefined && nowMs < kept + LASTS_MS) return { anchorMs: kept, putAside: undefined };
  const putAside = kept === undefined ? undefined : putDatabaseAside(dataFolder, kept);
  // Whole or not at all: a half-written file would have to be mended by hand.
  writeFileSync(`${file}.part`, JSON.stringify({ anchorMs: nowMs }));
  renameSync(`${file}.part`, file);
  return { anchorMs: nowMs, putAside };
}

function readAnchor(file: string): number {
  try {
    return anchorFile.parse(JSON.parse(readFileSync(file, 'utf8'))).anchorMs;
  } catch (error) {
    throw new DataFolderError(
      `${file} is damaged: remove it together with replay.db to begin a new replay`,
      { cause: error },
    );
  }
}

function putDatabaseAside(dataFolder: string, anchorMs: number): string | undefined {
  const database = replayDatabase(dataFolder);
  if (!existsSync(database)) return undefined;
  const day = new Date(anchorMs).toISOString().slice(0, 10);
  const putAside = join(dataFolder, `replay-${day}.db`);
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(database + part)) renameSync(database + part, putAside + part);
  }
  return putAside;
}
