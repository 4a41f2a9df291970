import type { KnownFile } from '@fullcarry/domain/completeness/archive/plan-files';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Database, Reads } from '../database/database.js';
import { oneOfIds } from '../database/one-of-ids.js';

/** What became of a file, and what is known of it. */
export interface StoredFile extends KnownFile {
  readonly path: string;
  /** Of the zip file; undefined where it was not had whole. */
  readonly sha256: string | undefined;
  /** How many of its rows were stored. */
  readonly rows: number;
  /** Where the API was asked too. */
  readonly sampled: TimeWindow | undefined;
  /** Why it is refused; of a contradiction, who said what. */
  readonly reason: string;
  readonly readAtMs: number;
}

const COLUMNS = [
  'series_id',
  'period',
  'from_ms',
  'to_ms',
  'path',
  'outcome',
  'sha256',
  'rows',
  'sampled_from_ms',
  'sampled_to_ms',
  'reason',
  'observed_at_ms',
];
const KEY = ['series_id', 'period', 'from_ms'];

const fileRows = z.array(
  z.tuple([
    z.int(),
    z.enum(['month', 'day']),
    z.int(),
    z.int(),
    z.string(),
    z.enum(['begun', 'used', 'absent', 'refused']),
    z.string().nullable(),
    z.int(),
    z.int().nullable(),
    z.int().nullable(),
    z.string(),
    z.int(),
  ]),
);

/** The files of each series that were asked for in the API's place. Written by the fetcher. */
export class ArchiveFileStore {
  constructor(private readonly database: Reads) {}

  /** Ascending by what they hold. */
  async files(seriesIds: readonly number[]): Promise<ReadonlyMap<number, StoredFile[]>> {
    if (seriesIds.length === 0) return new Map();
    const { dialect } = this.database;
    const rows = await this.database.json(
      fileRows,
      `SELECT ${dialect.collect(dialect.array(COLUMNS), KEY.join(', '))}
       FROM archive_file WHERE ${oneOfIds(dialect)}`,
      JSON.stringify(seriesIds),
    );
    const found = new Map(seriesIds.map((id): [number, StoredFile[]] => [id, []]));
    for (const [id, period, fromMs, toMs, path, outcome, sha256, many, from, to, ...rest] of rows) {
      const [reason, readAtMs] = rest;
      const sampled = from === null || to === null ? undefined : { fromMs: from, toMs: to };
      const file = { period, fromMs, toMs, path, outcome, sha256: sha256 ?? undefined };
      found.get(id)?.push({ ...file, rows: many, sampled, reason, readAtMs });
    }
    return found;
  }
}

/** Keeps what became of a file, in place of what was known of it; the series is planned anew then. */
export function saveFile(database: Database, seriesId: number, file: StoredFile): Promise<void> {
  const others = COLUMNS.filter((column) => !KEY.includes(column));
  return database.transaction(async (tx) => {
    await tx.execute(
      `INSERT INTO archive_file (${COLUMNS.join(', ')})
       VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})
       ON CONFLICT (${KEY.join(', ')}) DO UPDATE
         SET ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`,
      seriesId,
      file.period,
      file.fromMs,
      file.toMs,
      file.path,
      file.outcome,
      file.sha256 ?? null,
      file.rows,
      file.sampled?.fromMs ?? null,
      file.sampled?.toMs ?? null,
      file.reason,
      file.readAtMs,
    );
    await tx.execute('UPDATE series SET version = version + 1 WHERE id = $1', seriesId);
  });
}
