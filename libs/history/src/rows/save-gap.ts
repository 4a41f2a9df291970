import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import type { Statements } from '../database/database.js';

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
