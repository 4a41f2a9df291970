import type { Database } from '../../database/database.js';
import { DocumentStore } from '../document-store.js';

/** Sweeps and walk-forwards with all their runs. Written by `fullcarry backtest sweep`, `walk-forward` and by backtesters. */
export class SweepStore extends DocumentStore {
  constructor(database: Database) {
    super(database, 'sweep');
  }
}
