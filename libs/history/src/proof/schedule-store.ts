import type { AnnouncedRun } from '@fullcarry/domain/completeness/schedule/announced-schedule';
import { MINUTE_MS } from '@fullcarry/domain/time-window';
import { z } from 'zod';
import type { Reads, Statements } from '../database/database.js';
import { oneOfIds } from '../database/one-of-ids.js';

const COLUMNS = [
  'series_id',
  'observed_at_ms',
  'first_next_at_ms',
  'interval_minutes',
  'last_next_at_ms',
];
const rows = z.array(z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]));

/** What the exchange announced of each funding series' settlements, as runs. Written by the fetcher. */
export class ScheduleStore {
  constructor(private readonly database: Statements) {}

  runs(seriesIds: readonly number[]): Promise<ReadonlyMap<number, AnnouncedRun[]>> {
    return announcedRuns(this.database, seriesIds);
  }

  /** A run that began, or that is longer now. */
  async save(seriesId: number, run: AnnouncedRun): Promise<void> {
    await this.database.execute(
      `INSERT INTO funding_schedule (${COLUMNS.join(', ')}) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (series_id, observed_at_ms) DO UPDATE SET last_next_at_ms = excluded.last_next_at_ms
       WHERE funding_schedule.last_next_at_ms < excluded.last_next_at_ms`,
      seriesId,
      run.observedAtMs,
      run.firstNextAtMs,
      Math.round(run.intervalMs / MINUTE_MS),
      run.lastNextAtMs,
    );
  }
}

/** Of each series, ascending by when they were announced. */
export async function announcedRuns(
  database: Reads,
  seriesIds: readonly number[],
): Promise<ReadonlyMap<number, AnnouncedRun[]>> {
  if (seriesIds.length === 0) return new Map();
  const { dialect } = database;
  const found = await database.json(
    rows,
    `SELECT ${dialect.collect(dialect.array(COLUMNS), 'series_id, observed_at_ms')}
     FROM funding_schedule WHERE ${oneOfIds(dialect)}`,
    JSON.stringify(seriesIds),
  );
  const runs = new Map(seriesIds.map((id): [number, AnnouncedRun[]] => [id, []]));
  for (const [id, observedAtMs, firstNextAtMs, minutes, lastNextAtMs] of found) {
    const intervalMs = minutes * MINUTE_MS;
    runs.get(id)?.push({ observedAtMs, firstNextAtMs, intervalMs, lastNextAtMs });
  }
  return runs;
}
