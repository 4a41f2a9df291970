import { z } from 'zod';
import type { Database } from '../database/database.js';

/** The last settlement of a series. */
export interface LatestSettlement {
  readonly settledAtMs: number;
  readonly rate: string;
  readonly intervalMinutes: number | undefined;
}

const rows = z.array(z.tuple([z.int(), z.int(), z.string(), z.int().nullable()]));

/** The last stored settlement of each of the series that has any. */
export async function latestSettlements(
  database: Database,
  seriesIds: readonly number[],
): Promise<ReadonlyMap<number, LatestSettlement>> {
  const { dialect } = database;
  const columns = ['rate.series_id', 'rate.settled_at_ms', 'rate.rate', 'rate.interval_minutes'];
  const found = await database.json(
    rows,
    `SELECT ${dialect.collect(dialect.array(columns), 'rate.series_id')} FROM (
       SELECT series_id, max(settled_at_ms) AS last_at FROM funding_rate
       WHERE series_id IN (SELECT CAST(item.value AS INTEGER) FROM ${dialect.each('$1')})
       GROUP BY series_id
     ) AS last JOIN funding_rate AS rate
       ON rate.series_id = last.series_id AND rate.settled_at_ms = last.last_at`,
    JSON.stringify(seriesIds),
  );
  return new Map(
    found.map(([id, settledAtMs, rate, intervalMinutes]) => [
      id,
      { settledAtMs, rate, intervalMinutes: intervalMinutes ?? undefined },
    ]),
  );
}
