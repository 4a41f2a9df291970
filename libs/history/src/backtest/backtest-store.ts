import { z } from 'zod';
import type { Database } from '../database/database.js';
import { insertRowOnce } from '../database/insert-row.js';
import { rowShape } from '../database/row-shape.js';

const BACKTEST = rowShape({
  sha256: z.string(),
  createdAtMs: z.int(),
  venue: z.string(),
  fromMs: z.int(),
  toMs: z.int(),
  /** Canonical JSON. */
  document: z.string(),
});

const HEAD = rowShape({ sha256: z.string(), createdAtMs: z.int() });

/** A result without its document, which may be of megabytes. */
export type BacktestHead = z.output<typeof HEAD.rows>[number];

const counted = z.array(z.int());

export type StoredBacktest = z.output<typeof BACKTEST.rows>[number];

const BEGINS_SO = 'substr(sha256, 1, length($1)) = $1';

/** The results of backtests, each under the hash of its text. Written by `fullcarry backtest run`. */
export class BacktestStore {
  constructor(private readonly database: Database) {}

  /** Returns false when the same result is there already: then nothing changes. */
  async save(result: StoredBacktest): Promise<boolean> {
    return (await insertRowOnce(this.database, 'backtest', BACKTEST.columns, { ...result })) > 0;
  }

  /** The newest first. */
  all(): Promise<StoredBacktest[]> {
    return this.read('created_at_ms DESC, sha256', '');
  }

  /** Those whose hash begins so. */
  named(beginning: string): Promise<StoredBacktest[]> {
    return this.read('sha256', `WHERE ${BEGINS_SO}`, beginning);
  }

  /** A page of those whose hash begins so, the newest first. */
  heads(
    beginning: string,
    { limit, offset }: { readonly limit: number; readonly offset: number },
  ): Promise<BacktestHead[]> {
    const { dialect } = this.database;
    return this.database.json(
      HEAD.rows,
      `SELECT ${HEAD.collect(dialect, 'created_at_ms DESC, sha256')} FROM (
         SELECT sha256, created_at_ms FROM backtest WHERE ${BEGINS_SO}
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
         SELECT count(*) AS many FROM backtest WHERE ${BEGINS_SO}
       ) AS counted`,
      beginning,
    );
    return many ?? 0;
  }

  private read(orderBy: string, where: string, ...parameters: string[]) {
    const { dialect } = this.database;
    return this.database.json(
      BACKTEST.rows,
      `SELECT ${BACKTEST.collect(dialect, orderBy)} FROM backtest ${where}`,
      ...parameters,
    );
  }
}
