import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import type { TimeWindow } from '@fullcarry/domain/time-window';
import type { Database, Statements } from '../database/database.js';

/** Gaps that are now known inside `gapsWithin`; all that were known there before are replaced. */
export interface KnownGaps {
  readonly seriesId: number;
  readonly gapsWithin: TimeWindow;
  readonly gaps: readonly Gap[];
}

/** Stores what is known to be absent, in a transaction of its own; rows, coverage and claims stay as they are. */
export function saveGaps(database: Database, known: KnownGaps): Promise<void> {
  return database.transaction(async (tx) => {
    // First, so that every other writer of the series waits.
    await tx.execute('UPDATE series SET version = version + 1 WHERE id = $1', known.seriesId);
    await replaceGaps(tx, known);
  });
}

export async function replaceGaps(
  tx: Statements,
  { seriesId, gapsWithin, gaps }: KnownGaps,
): Promise<void> {
  await tx.execute(
    'DELETE FROM gap WHERE series_id = $1 AND from_ms >= $2 AND to_ms <= $3',
    seriesId,
    gapsWithin.fromMs,
    gapsWithin.toMs,
  );
  for (const gap of gaps) await saveGap(tx, seriesId, gap);
}

/** Keeps a gap, in the place of one that begins where it does. */
export async function saveGap(tx: Statements, seriesId: number, gap: Gap): Promise<void> {
  await tx.execute(
    `INSERT INTO gap (series_id, from_ms, to_ms, status, rows_expected, observations, first_observed_at_ms, last_observed_at_ms, next_try_at_ms, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (series_id, from_ms) DO UPDATE SET to_ms = excluded.to_ms, status = excluded.status,
       rows_expected = excluded.rows_expected, observations = excluded.observations,
       last_observed_at_ms = excluded.last_observed_at_ms, next_try_at_ms = excluded.next_try_at_ms,
       evidence = excluded.evidence`,
    seriesId,
    gap.fromMs,
    gap.toMs,
    gap.status,
    gap.rowsExpected,
    gap.observations,
    gap.firstObservedAtMs,
    gap.lastObservedAtMs,
    gap.nextTryAtMs,
    gap.evidence,
  );
}
