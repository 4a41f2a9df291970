import type { DataStatusBoard } from './data/data-status.js';
import type { FactBoard } from './facts/fact-board.js';

/** What this gateway knows of one exchange. */
export interface ExchangeView {
  readonly exchange: string;
  readonly facts: FactBoard;
  readonly status: DataStatusBoard;
}
