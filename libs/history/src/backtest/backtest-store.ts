import type { Database } from '../database/database.js';
import { DocumentStore, type StoredDocument } from './document-store.js';

export type StoredBacktest = StoredDocument;

/** The results of backtests. Written by `fullcarry backtest run` and by backtesters. */
export class BacktestStore extends DocumentStore {
  constructor(database: Database) {
    super(database, 'backtest');
  }
}
