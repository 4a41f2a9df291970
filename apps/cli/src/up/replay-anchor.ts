import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DataFolderError } from './services/data-folder-lock.js';

/** A replay plays on for a week after its anchor; then the recordings are used up. */
const LASTS_MS = 7 * 24 * 3600 * 1000;

const anchorFile = z.object({ anchorMs: z.int(), recordings: z.string().optional() });
type Kept = z.output<typeof anchorFile>;

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
 * same history is there after a restart; when the recordings are used up, or others are played, a new replay with a
 * database of its own begins, and the old database is kept.
 *
 * `recordings`: which of one's own are played, and on what; undefined for those of the project.
 * Errors: DataFolderError when the file that keeps it can't be read, or nothing more can be put aside.
 */
export function replayAnchor(dataFolder: string, nowMs: number, recordings?: string): ReplayAnchor {
  const file = join(dataFolder, 'replay.json');
  const kept = existsSync(file) ? readAnchor(file) : undefined;
  if (kept && nowMs < kept.anchorMs + LASTS_MS && kept.recordings === recordings) {
    return { anchorMs: kept.anchorMs, putAside: undefined };
  }
  const putAside = kept && putDatabaseAside(dataFolder, kept.anchorMs);
  // Whole or not at all: a half-written file would have to be mended by hand.
  writeFileSync(`${file}.part`, JSON.stringify({ anchorMs: nowMs, recordings }));
  renameSync(`${file}.part`, file);
  return { anchorMs: nowMs, putAside };
}

function readAnchor(file: string): Kept {
  try {
    return anchorFile.parse(JSON.parse(readFileSync(file, 'utf8')));
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
  const names = ['', '-2', '-3', '-4', '-5'].map((more) => `replay-${day}${more}.db`);
  const unused = names.find((name) => !existsSync(join(dataFolder, name)));
  if (unused === undefined) {
    throw new DataFolderError(`${dataFolder} holds five replays of ${day}: remove one of them`);
  }
  const putAside = join(dataFolder, unused);
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(database + part)) renameSync(database + part, putAside + part);
  }
  return putAside;
}
