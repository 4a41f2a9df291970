import { z } from 'zod';
import type { Database } from '../database/database.js';
import { insertRowOnce } from '../database/insert-row.js';
import { rowSchema } from '../database/row-schema.js';

const ROW = rowSchema({
  sha256: z.string(),
  createdAtMs: z.int(),
  venue: z.string(),
  fromMs: z.int(),
  toMs: z.int(),
  /** Canonical JSON. */
  document: z.string(),
});

const HEAD = rowSchema({ sha256: z.string(), createdAtMs: z.int() });

/** A stored document without its text, which may be of megabytes. */
export type DocumentHead = z.output<typeof HEAD.rows>[number];

const counted = z.array(z.int());

export type StoredDocument = z.output<typeof ROW.rows>[number];

const BEGINS_SO = 'substr(sha256, 1, length($1)) = $1';

/** Documents, each under the hash of its text: the same one is kept once, and none is ever changed. */
export class DocumentStore {
  constructor(
    private readonly database: Database,
    private readonly table: 'backtest' | 'sweep',
  ) {}

  /** Returns false when the same result is there already: then nothing changes. */
  async save(result: StoredDocument): Promise<boolean> {
    return (await insertRowOnce(this.database, this.table, ROW.columns, { ...result })) > 0;
  }

  /** The newest first. */
  all(): Promise<StoredDocument[]> {
    return this.read('created_at_ms DESC, sha256', '');
  }

  /** Those whose hash begins so. */
  named(beginning: string): Promise<StoredDocument[]> {
    return this.read('sha256', `WHERE ${BEGINS_SO}`, beginning);
  }

  /** A page of those whose hash begins so, the newest first. */
  heads(
    beginning: string,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<DocumentHead[]> {
    const { dialect } = this.database;
    return this.database.json(
      HEAD.rows,
      `SELECT ${HEAD.collect(dialect, 'created_at_ms DESC, sha256')} FROM (
         SELECT sha256, created_at_ms FROM ${this.table} WHERE ${BEGINS_SO}
         ORDER BY created_at_ms DESC, sha256 LIMIT $2 OFFSET $3
       ) AS page`,
      beginning,
      limit,
      offset,
    );
  }

  /** How many there are whose hash begins so. */
  async count(beginning: string): Promise<number> {
    const { dialect } = this.database;
    const [many] = await this.database.json(
      counted,
      `SELECT ${dialect.collect('many', 'many')} FROM (
         SELECT count(*) AS many FROM ${this.table} WHERE ${BEGINS_SO}
       ) AS counted`,
      beginning,
    );
    return many ?? 0;
  }

  private read(orderBy: string, where: string, ...parameters: string[]) {
    const { dialect } = this.database;
    return this.database.json(
      ROW.rows,
      `SELECT ${ROW.collect(dialect, orderBy)} FROM ${this.table} ${where}`,
      ...parameters,
    );
  }
}
