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

export type StoredBacktest = z.output<typeof BACKTEST.rows>[number];

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
    return this.read('sha256', 'WHERE substr(sha256, 1, length($1)) = $1', beginning);
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
