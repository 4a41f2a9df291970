import { z } from 'zod';
import type { Database, Reads } from '../database/database.js';
import { sqlState } from '../database/postgresql/sql-state.js';

const LOCK_NOT_AVAILABLE = '55P03';

/** Another process has just made it: while this one waited for it, its view of the catalogue stayed as it was. */
const DUPLICATE_TABLE = '42P07';

const LATER: readonly (string | undefined)[] = [LOCK_NOT_AVAILABLE, DUPLICATE_TABLE];

/**
 * Makes PostgreSQL's tables for the candles of the months (UTC) that the window touches; where they are there, that
 * is one short query. Rows whose month has no table are stored all the same, and move there when it is made.
 *
 * Returns false when somebody's open transaction on the candles stood in the way, or somebody else was making them: to be
 * tried again later. Nothing is to be done for SQLite.
 */
export async function ensureCandleMonths(
  database: Database,
  window: { readonly fromMs: number; readonly toMs: number },
): Promise<boolean> {
  if (database.dialect.name === 'sqlite') return true;
  try {
    await database.json(
      z.int(),
      'SELECT CAST(make_candle_months($1, $2) AS text)',
      window.fromMs,
      window.toMs,
    );
    return true;
  } catch (error) {
    if (!LATER.includes(sqlState(error))) throw error;
    return false;
  }
}

/** Makes the months of all rows that the other database holds, so that a copy finds their tables. */
export async function ensureMonthsOf(from: Reads, to: Database): Promise<void> {
  if (to.dialect.name === 'sqlite') return;
  const days = await from.json(
    z.array(z.int()),
    `SELECT ${from.dialect.collect('from_ms', 'from_ms')} FROM (SELECT DISTINCT from_ms FROM piece) AS day`,
  );
  const months = new Set(days.map((dayMs) => Date.UTC(...yearAndMonth(dayMs))));
  for (const fromMs of months) await ensureCandleMonths(to, { fromMs, toMs: fromMs + 1 });
}

function yearAndMonth(atMs: number): [year: number, month: number] {
  const at = new Date(atMs);
  return [at.getUTCFullYear(), at.getUTCMonth()];
}
