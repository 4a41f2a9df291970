import type { StaleBacktest } from '@fullcarry/contracts/http/backtest/backtests-route';
import type { AskedRows } from '@fullcarry/history/backtest/read-histories';
import {
  rowsNow,
  rowsOf,
  staleBecause,
  type ResultBase,
  type RowsNow,
} from '@fullcarry/history/backtest/stale-result';
import type { Database } from '@fullcarry/history/database/database';
import { SharedRead } from '../store/shared-read.js';
import { keepNewest } from './keep-newest.js';

/** The way to the database. */
export type ReadDatabase = <Result>(
  work: (database: Database) => Promise<Result>,
) => Promise<Result>;

/** Proving the rows of a year of 20 markets anew takes a good part of a second; results of the same rows share it. */
const ROWS_MS = 30_000;
const MOST_ROWS = 100;

/** Whether results still stand on the rows that they were read from. */
export class RowsProofs {
  private readonly rows = new Map<string, SharedRead<RowsNow>>();

  constructor(private readonly read: ReadDatabase) {}

  /** Null while running it again would read the same. */
  async staleOf(base: ResultBase): Promise<StaleBacktest | null> {
    const asked = rowsOf(base);
    const stale = staleBecause(base, asked && (await this.rowsNow(asked)));
    return stale ? { text: stale.text, series: [...stale.series] } : null;
  }

  private rowsNow(asked: AskedRows): Promise<RowsNow> {
    const key = JSON.stringify(asked);
    const shared =
      this.rows.get(key) ??
      new SharedRead(() => this.read((database) => rowsNow(database, asked)), ROWS_MS);
    keepNewest(this.rows, key, shared, MOST_ROWS);
    return shared.get();
  }
}
