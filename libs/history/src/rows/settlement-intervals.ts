import { hullOf, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Statements } from '../database/database.js';
import type { Page } from './page.js';

/** The stretch in which this page may have given a settlement another predecessor. */
export function touchedBy({ content, coverage, vanished = [] }: Page): TimeWindow {
  const windows = [...coverage, ...vanished.map((atMs) => ({ fromMs: atMs, toMs: atMs + 1 }))];
  if (content.kind === 'funding') {
    for (const { settledAtMs } of content.rows) {
      windows.push({ fromMs: settledAtMs, toMs: settledAtMs + 1 });
    }
  }
  const [first, ...others] = windows;
  return first ? hullOf([first, ...others]) : { fromMs: 0, toMs: 0 };
}

/**
 * Writes the interval of each settlement whose predecessor lies in the same covered window, from the touched
 * stretch to the first settlement after it. Across a stretch that is not proven the interval is unknown, and
 * stays so.
 */
export async function setIntervals(
  tx: Statements,
  seriesId: number,
  covered: TimeWindow,
  touched: TimeWindow,
): Promise<void> {
  const before = `(SELECT max(earlier.settled_at_ms) FROM funding_rate AS earlier WHERE earlier.series_id = $1
    AND earlier.settled_at_ms >= $2 AND earlier.settled_at_ms < funding_rate.settled_at_ms)`;
  const after = `(SELECT min(later.settled_at_ms) + 1 FROM funding_rate AS later WHERE later.series_id = $1
    AND later.settled_at_ms >= $5 AND later.settled_at_ms < $3)`;
  const minutes = `(settled_at_ms - ${before}) / 60000`;
  await tx.execute(
    `UPDATE funding_rate SET interval_minutes = ${minutes}
     WHERE series_id = $1 AND settled_at_ms >= $4 AND settled_at_ms < coalesce(${after}, $3)
       AND interval_minutes IS DISTINCT FROM ${minutes}`,
    seriesId,
    covered.fromMs,
    covered.toMs,
    Math.max(covered.fromMs, touched.fromMs),
    Math.min(covered.toMs, touched.toMs),
  );
}
