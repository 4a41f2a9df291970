import type { Database, Statements } from './database.js';
import { DeskStore } from '../desk/desk-store.js';
import { FencedError } from './fenced-error.js';

/** Under which lease a desk writes. */
export interface HeldLease {
  readonly exchange: string;
  readonly epoch: number;
  readonly instance: string;
}

/**
 * A transaction of a desk that first makes sure that its lease is the newest in the database, on the row that a
 * take-over writes, so that one of the two waits for the other: a desk that was frozen and wakes up after a
 * take-over writes nothing.
 *
 * Errors: FencedError when a newer lease is there.
 */
export function underLease<Result>(
  database: Database,
  { exchange, epoch }: HeldLease,
  work: (tx: Statements, reads: DeskStore) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (tx) => {
    // Locks the desk's row, so that no take-over comes between the reading and the writing.
    const newest = await tx.execute(
      'UPDATE desk SET epoch = epoch WHERE exchange = $1 AND epoch = $2',
      exchange,
      epoch,
    );
    if (newest === 0) throw new FencedError(epoch);
    return work(tx, new DeskStore(tx, exchange));
  });
}
