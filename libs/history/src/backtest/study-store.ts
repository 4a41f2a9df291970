import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../database/database.js';
import { insertRowOnce } from '../database/insert-row.js';
import { rowSchema } from '../database/row-schema.js';

/** `signals`: what each was worth; `strategies`: what each with each way to size came to. */
export const STUDY_KINDS = ['signals', 'strategies'] as const;
export type StudyKind = (typeof STUDY_KINDS)[number];

const STUDY = rowSchema({
  sha256: z.string(),
  createdAtMs: z.int(),
  kind: z.enum(STUDY_KINDS),
  venue: z.string(),
  /** JSON. */
  document: z.string(),
});

export type StoredStudy = z.output<typeof STUDY.rows>[number];

/** What `fullcarry signals judge` and `compare` found, each under the hash of its text; never changed. */
export class StudyStore {
  constructor(private readonly database: Database) {}

  /** The same study again changes nothing. */
  async save(study: Omit<StoredStudy, 'sha256'>): Promise<void> {
    const sha256 = createHash('sha256').update(study.document).digest('hex');
    await insertRowOnce(this.database, 'study', STUDY.columns, { ...study, sha256 });
  }

  /** The newest of a kind; undefined while there is none. */
  async newest(kind: StudyKind): Promise<StoredStudy | undefined> {
    const { dialect } = this.database;
    const [found] = await this.database.json(
      STUDY.rows,
      `SELECT ${STUDY.collect(dialect, 'sha256')} FROM (
         SELECT * FROM study WHERE kind = $1 ORDER BY created_at_ms DESC, sha256 LIMIT 1
       ) AS newest`,
      kind,
    );
    return found;
  }
}
