import { modeAfter, type ModeAsked } from '@fullcarry/domain/desk/modes/mode';
import type { Database, Statements } from '../database/database.js';
import { DeskStore } from './desk-store.js';
import { insertRow } from '../database/insert-row.js';

/** Who changes a mode, and when by their clock. */
export interface ChangedBy {
  readonly exchange: string;
  readonly instance: string;
  readonly atMs: number;
}

/**
 * Changes the mode inside a transaction that holds the desk's row, in the one order that changes have. False where
 * nothing changes.
 *
 * Errors: PermanentError for a start that is older than a stop.
 */
export async function changeMode(
  tx: Statements,
  { exchange, instance, atMs }: ChangedBy,
  asked: ModeAsked,
): Promise<boolean> {
  const desk = await new DeskStore(tx, exchange).desk();
  if (!desk) throw new Error('The desk whose mode changes is not there');
  const next = modeAfter({ mode: desk.mode, number: desk.modeNumber }, asked);
  if (!next) return false;
  const number = desk.modeNumber + 1;
  const { mode, reason } = next;
  await insertRow(tx, 'desk_mode_change', {
    ...{ exchange, number, mode, reason },
    changedAtMs: atMs,
    instance,
  });
  await tx.execute(
    'UPDATE desk SET mode = $1, mode_reason = $2, mode_number = $3 WHERE exchange = $4',
    mode,
    reason ?? null,
    number,
    exchange,
  );
  return true;
}

/**
 * An emergency stop by any process, whoever holds the lease: the active desk, or the next one, closes what is held.
 * `no-desk`: no desk ever ran on this database, so there is nothing to stop.
 */
export function stopFromOutside(
  database: Database,
  by: ChangedBy,
  reason: string,
): Promise<'stopped' | 'was-stopped' | 'no-desk'> {
  return database.transaction(async (tx) => {
    // Locks the desk's row, as every change of it does.
    const found = await tx.execute(
      'UPDATE desk SET epoch = epoch WHERE exchange = $1',
      by.exchange,
    );
    if (found === 0) return 'no-desk';
    const changed = await changeMode(tx, by, { kind: 'emergency-stop', reason });
    return changed ? 'stopped' : 'was-stopped';
  });
}
